import { FULL_EVERY, KEPT_FOR, LONGEST_KEPT } from "./backup";

export type Chain = {
  label: string;
  endedAt: Date;
  /** the newest moment that stands on this full; null as long as it grows */
  grewUntil: Date | null;
};

/** Fulls in the order they were made, each with the moment until which increments stood on it. */
export function chainsOf(
  fulls: { label: string; endedAt: Date }[],
  lastGrewUntil: Date | null,
): Chain[] {
  const sorted = fulls.toSorted((a, b) => a.endedAt.getTime() - b.endedAt.getTime());
  return sorted.map((full, index) => ({
    ...full,
    grewUntil: sorted[index + 1]?.endedAt ?? lastGrewUntil,
  }));
}

/** Fulls that may go: nothing younger than three months stands on them (P69). */
export const expiredChains = (chains: Chain[], now: Date): Chain[] =>
  chains.filter(
    ({ grewUntil }) => grewUntil !== null && grewUntil.getTime() <= now.getTime() - KEPT_FOR,
  );

/** Kept longer than promised: three months, and the week between two fulls. */
export const keptTooLong = (oldest: Date, now: Date): boolean =>
  now.getTime() - oldest.getTime() > LONGEST_KEPT;

/**
 * Kept shorter than promised: the oldest that is left is younger than three months although there were older ones.
 * @param first when the first backup ever was made
 */
export const keptTooShort = (oldest: Date, first: Date, now: Date): boolean =>
  oldest.getTime() > Math.max(first.getTime() + FULL_EVERY, now.getTime() - KEPT_FOR);
