import { z } from "zod";

/** The longest position is a name of 200 letters of four bytes, sealed and in base64. */
const LONGEST = 2_000;

/** A cursor as a question takes it. */
export const Cursor = z.string().max(LONGEST, `A cursor has at most ${LONGEST} characters.`);

const sent = z
  .union(
    [z.iso.datetime({ offset: true }), z.iso.date()],
    "Give a day or an instant, for example 2026-03-01 or 2026-03-01T09:30:00Z.",
  )
  .refine((text) => !text.startsWith("0000"), "Give a day or an instant of our era.");

const DAY = 86_400_000;
const isDay = (text: string) => !text.includes("T");

/** The part of time a list is asked for. Days are those of UTC. */
export const period = {
  from: sent
    .transform((text) => new Date(text))
    .optional()
    .meta({
      description: "The first instant, or the first day in UTC",
      examples: ["2026-03-01"],
    }),
  to: sent
    .transform((text) => new Date(Date.parse(text) + (isDay(text) ? DAY : 0)))
    .optional()
    .meta({
      description: "The end: an instant, which is not included, or the last day in UTC, which is",
      examples: ["2026-03-31"],
    }),
};

/**
 * What is wrong with a period that ends before it starts; null where nothing is. Such a list would be empty, and nobody
 * would know why.
 */
export const troubleOfPeriod = (asked: unknown): { to: string } | null => {
  const { from, to } = (asked ?? {}) as { from?: unknown; to?: unknown };
  return from instanceof Date && to instanceof Date && from >= to
    ? { to: "The end must be later than the start." }
    : null;
};
