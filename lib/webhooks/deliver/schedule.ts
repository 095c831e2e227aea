import { day, hour, minute, second } from "@/lib/clock";

/** How long after each failed attempt the next one comes. With the first, ten attempts over about three days. */
export const pauses = [
  5 * second,
  minute,
  5 * minute,
  30 * minute,
  2 * hour,
  6 * hour,
  12 * hour,
  day,
  day,
] as const;

/** How long everything may fail before an endpoint is disabled, and when its owners are warned. */
export const PATIENCE = 5 * day;
export const WARNING = PATIENCE / 2;

/** The longest time a receiver can ask us to wait. */
const LONGEST_ASKED = 12 * hour;
/** The longest time an endpoint that keeps failing is left in peace. */
const LONGEST_REST = 5 * minute;

/**
 * When a message is tried again, or null when that was the last time. Up to a fifth later than planned, so that what
 * failed together does not come back together; a receiver that asks for time gets it.
 *
 * @param attempts how many have been made
 * @param chance between 0 and 1
 */
export function nextTry(
  at: Date,
  attempts: number,
  retryAfter: number | null,
  chance: number,
): Date | null {
  const pause = pauses[attempts - 1];
  if (pause === undefined) return null;
  return new Date(at.getTime() + Math.max(pause * (1 + chance / 5), asked(retryAfter)));
}

/**
 * Until when an endpoint is left in peace after failures in a row, whatever waits for it: one that is down takes no
 * more than a moment every five minutes of those who deliver to everyone else.
 */
export function restAfter(at: Date, failures: number, retryAfter: number | null): Date | null {
  const doubled = failures < 2 ? 0 : Math.min(5 * second * 2 ** (failures - 2), LONGEST_REST);
  const rest = Math.max(doubled, asked(retryAfter));
  return rest ? new Date(at.getTime() + rest) : null;
}

const asked = (retryAfter: number | null) => Math.min((retryAfter ?? 0) * second, LONGEST_ASKED);
