import { createHash } from "node:crypto";

import { day as aDay } from "@/lib/clock";
import { type Asked, type Found, LAST_ID, type Line } from "./source";

/** How often somebody touched one part of the data on one day. */
export type DaySum = { day: string; subject: string; part: string; count: number };

/** The days that are asked for, both included. */
export type Span = { first: Date; last: Date };

/** Sums of whole days, the newest first, down to the deepest day that was looked through; null where there is nothing older. */
export type DaySums = { sums: DaySum[]; deepest: string | null };

type Placed = Pick<Line, "id" | "at" | "exact" | "day">;

const NOON = aDay / 2;
const LONG_AGO = new Date("2000-01-01");
const FAR_AHEAD = new Date("9999-12-31");

/**
 * Reads lines that each sum up a day. A line stands at noon (UTC), which is on its own date for nearly everyone, and a day is
 * told whole or not at all.
 */
export async function readDays(
  { before, from, to, who, limit }: Asked,
  sumsOf: (span: Span) => Promise<DaySums>,
  linesOf: (sums: DaySum[]) => Promise<Omit<Line, keyof Placed>[]>,
): Promise<Found> {
  const ends = [before && Date.parse(before.at), to && to.getTime() - 1].filter((at) => at != null);
  const { sums, deepest } = await sumsOf({
    first: from ? dayFrom(Math.ceil((from.getTime() - NOON) / aDay)) : LONG_AGO,
    last: ends.length ? dayFrom(Math.floor((Math.min(...ends) - NOON) / aDay)) : FAR_AHEAD,
  });
  const places = added(sums.filter(({ subject }) => who === undefined || subject === who))
    .map((sum) => ({ sum, ...placeOf(sum) }))
    .filter((one) => !before || isBefore(one, { exact: before.at, id: before.id }))
    .toSorted((a, b) => (isBefore(a, b) ? 1 : -1));
  const shown = places.slice(0, limit);
  const told = await linesOf(shown.map(({ sum }) => sum));
  const lines = shown.map(({ sum: _sum, ...place }, index) => ({ ...place, ...told[index]! }));
  const last = shown.at(-1);
  if (last && places.length > limit) return { lines, reached: { at: last.exact, id: last.id } };
  return { lines, reached: deepest === null ? null : { at: noonOf(deepest), id: LAST_ID } };
}

/** One sum for each day, subject and part. */
function added(sums: readonly DaySum[]): DaySum[] {
  const held = new Map<string, DaySum>();
  for (const sum of sums) {
    const id = idOf(sum);
    const known = held.get(id);
    if (known) known.count += sum.count;
    else held.set(id, { ...sum });
  }
  return [...held.values()];
}

const isBefore = (a: { exact: string; id: string }, b: { exact: string; id: string }) =>
  a.exact < b.exact || (a.exact === b.exact && a.id < b.id);

const dayFrom = (number: number) => new Date(number * aDay);
const noonOf = (day: string) => `${day}T12:00:00.000000Z`;

const placeOf = (sum: DaySum): Placed => ({
  ...{ id: idOf(sum), at: `${sum.day}T12:00:00.000Z`, exact: noonOf(sum.day), day: true },
});

/** A line that is stored nowhere has an id all the same, and always the same one. */
function idOf({ day, subject, part }: DaySum): string {
  const hex = createHash("sha256").update([day, subject, part].join("\n")).digest("hex");
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
  ];
  return [...parts, hex.slice(20, 32)].join("-");
}

/** Of sums of which the last day may be cut short: those of whole days, and how deep they go. */
export function wholeDays(sums: DaySum[], isCut: boolean): DaySums | { onlyDay: string } {
  const cut = sums.at(-1)?.day;
  if (!isCut || !cut) return { sums, deepest: null };
  const whole = sums.filter(({ day }) => day > cut);
  return whole.length ? { sums: whole, deepest: whole.at(-1)!.day } : { onlyDay: cut };
}

/** The day of a moment, in UTC. */
export const dayOf = (at: Date) => at.toISOString().slice(0, 10);
