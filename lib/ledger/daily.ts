import { createHash } from "node:crypto";

import type { Database } from "@/lib/db/connection";
import { type Asked, type Found, LAST_ID, type Line } from "./source";

/** Sums of days are looked through no more than this many at once. */
const LOOKED_AT = 3_000;
const NOON = 12 * 3_600_000;
const FAR = new Date("9999-12-31");

/** The sum of a day: of calls to one operation with one key, or of attempts of one topic to one receiver. */
export type DaySum = {
  at: Date;
  operation: string;
  subject_id: string;
  calls: number;
  refused: number;
  failed: number;
  limited: number;
};

/** What the sums of one day come to in one line. */
export type DayGroup = { day: string; subject: string; part: string; count: number };

export type Days = {
  kind: "call" | "webhook";
  /** which part of a line's day a sum belongs to; null where it is no business of the ledger */
  partOf: (sum: DaySum) => string | null;
  countOf: (sum: DaySum) => number;
  linesOf: (groups: DayGroup[]) => Promise<Omit<Line, keyof Placed>[]>;
};

type Placed = Pick<Line, "id" | "at" | "exact" | "day">;

/**
 * Reads lines that each sum up a day, out of the sums that are kept anyway. A line stands at noon (UTC), which is on its
 * own date for nearly everyone. A day is told whole or not at all.
 */
export async function readDays(
  db: Database,
  { accountId, before, from, to, who, limit }: Asked,
  { kind, partOf, countOf, linesOf }: Days,
): Promise<Found> {
  const upTo = before ? new Date(Date.parse(before.at) - NOON) : null;
  const sums = await sumsOf(db, accountId, kind, {
    from: from && new Date(from.getTime() - NOON),
    upTo: upTo ?? FAR,
    below: to ? new Date(to.getTime() - NOON) : FAR,
  });
  const grouped = new Map<string, Place>();
  for (const sum of sums.rows) {
    const part = partOf(sum);
    const count = countOf(sum);
    if (part === null || !count || (who !== undefined && sum.subject_id !== who)) continue;
    const day = sum.at.toISOString().slice(0, 10);
    const id = idOf(day, sum.subject_id, part);
    const held = grouped.get(id);
    if (held) held.group.count += count;
    else grouped.set(id, placeOf(day, id, { day, subject: sum.subject_id, part, count }));
  }
  const all = [...grouped.values()]
    .filter(
      ({ exact, id }) => !before || exact < before.at || (exact === before.at && id < before.id),
    )
    .toSorted((a, b) => (a.exact < b.exact || (a.exact === b.exact && a.id < b.id) ? 1 : -1));
  const shown = all.slice(0, limit);
  const told = await linesOf(shown.map(({ group }) => group));
  const lines = shown.map(({ group: _group, ...place }, index) => ({ ...place, ...told[index]! }));
  const last = shown.at(-1);
  if (all.length > limit) return { lines, reached: { at: last!.exact, id: last!.id } };
  return {
    lines,
    reached: sums.deepest === null ? null : { at: noonOf(sums.deepest), id: LAST_ID },
  };
}

type Place = Placed & { group: DayGroup };

/**
 * The sums of whole days, the newest first.
 * @returns with the day of the last ones where there may be older ones
 */
async function sumsOf(
  db: Database,
  accountId: string,
  kind: "call" | "webhook",
  { from, upTo, below }: { from?: Date; upTo: Date; below: Date },
): Promise<{ rows: DaySum[]; deepest: string | null }> {
  const { rows } = await db.$client.query<DaySum>({
    name: "ledger_days",
    text: `select ${columns} from traffic_rollups
      where account_id = $1 and kind = $2 and span = 86400 and at >= $3 and at <= $4 and at < $5
      order by at desc limit $6`,
    values: [accountId, kind, from ?? new Date(0), upTo, below, LOOKED_AT],
  });
  if (rows.length < LOOKED_AT) return { rows, deepest: null };
  const cut = rows.at(-1)!.at;
  const whole = rows.filter(({ at }) => at > cut);
  if (whole.length) return { rows: whole, deepest: dayOf(whole.at(-1)!.at) };
  const { rows: one } = await db.$client.query<DaySum>({
    name: "ledger_day",
    text: `select ${columns} from traffic_rollups
      where account_id = $1 and kind = $2 and span = 86400 and at = $3`,
    values: [accountId, kind, cut],
  });
  return { rows: one, deepest: dayOf(cut) };
}

const columns = "at, operation, subject_id, calls, refused, failed, limited";

const dayOf = (at: Date) => at.toISOString().slice(0, 10);
const noonOf = (day: string) => `${day}T12:00:00.000000Z`;

const placeOf = (day: string, id: string, group: DayGroup): Place => ({
  ...{ id, at: `${day}T12:00:00.000Z`, exact: noonOf(day), day: true, group },
});

/** A line that is stored nowhere has an id all the same, and always the same one. */
export function idOf(...parts: string[]): string {
  const hex = createHash("sha256").update(parts.join("\n")).digest("hex");
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join("-");
}
