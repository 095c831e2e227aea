import type { Database } from "@/lib/db/connection";
import type { Span } from "./rollup";
import { periodOf, stretchOf, Summing, type SumRow } from "./sum-up";
import type { Overview, Period, Sums } from "./traffic";

const MOST = 10;

/** From when to when a period goes at this moment, in whole steps. */
export type Window = { period: Period; span: Span; steps: number; from: Date; to: Date };

export async function windowOf(db: Database, period: Period): Promise<Window> {
  const { span, steps } = periodOf[period];
  const { rows: clock } = await db.$client.query<{ now: Date }>({
    name: "clock",
    text: "select now() as now",
  });
  return { period, span, steps, ...stretchOf(period, clock[0]!.now) };
}

/** Volume, errors and times of a period, whosever the calls are: in all, by step, by operation. */
export function overviewOf(
  rows: readonly SumRow[],
  { period, span, steps, from, to }: Window,
): Omit<Overview, "keys" | "endpoints"> {
  const calls = rows.filter(({ kind }) => kind === "call");
  const times = by(calls, ({ at }) => at.toISOString());
  const operations = by(calls, ({ operation }) => operation).all();
  return {
    period,
    from: from.toISOString(),
    to: to.toISOString(),
    span,
    total: {
      ...by(calls, () => "").of(""),
      bytesIn: bytes(calls, "bytes_in"),
      bytesOut: bytes(calls, "bytes_out"),
    },
    buckets: Array.from({ length: steps }, (_, step) => {
      const at = moment(from.getTime() / 1_000 + step * span).toISOString();
      return { at, ...times.of(at) };
    }),
    operations: top(operations).map(([operation, sums]) => ({ operation, ...sums })),
    slowest: operations
      .toSorted(([, a], [, b]) => b.p99! - a.p99!)
      .slice(0, MOST)
      .map(([operation, sums]) => ({ operation, ...sums })),
    webhooks: by(
      rows.filter(({ kind }) => kind === "webhook"),
      () => "",
    ).of(""),
  };
}

/** Sums by group. */
export function by(rows: readonly SumRow[], groupOf: (row: SumRow) => string): Summing {
  const summing = new Summing();
  for (const row of rows) summing.add(groupOf(row), row);
  return summing;
}

/** The groups with the most calls. */
export const top = (groups: [string, Sums][]) =>
  groups.toSorted(([, a], [, b]) => b.calls - a.calls).slice(0, MOST);

const bytes = (rows: readonly SumRow[], which: "bytes_in" | "bytes_out") =>
  rows.reduce((sum, row) => sum + Number(row[which]), 0);

const moment = (seconds: number) => new Date(seconds * 1_000);
