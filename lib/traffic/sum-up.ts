import type { Database } from "@/lib/db/connection";
import { addTo, emptyHistogram, percentile } from "./histogram";
import type { Span } from "./rollup";
import type { Period, Sums } from "./traffic";

/** How far each period goes back, and in which steps. Whole steps, the one at hand included. */
export const periodOf: Record<Period, { span: Span; steps: number }> = {
  hour: { span: 60, steps: 60 },
  day: { span: 3_600, steps: 24 },
  week: { span: 3_600, steps: 7 * 24 },
  month: { span: 86_400, steps: 30 },
};

/** From when to when a period reaches, seen from now. */
export function stretchOf(period: Period, now: Date): { from: Date; to: Date } {
  const { span, steps } = periodOf[period];
  const to = (Math.floor(now.getTime() / 1_000 / span) + 1) * span;
  return { from: new Date((to - steps * span) * 1_000), to: new Date(to * 1_000) };
}

/** Sums as they stand in one rollup, the histogram as PostgreSQL writes it. */
export type SumRow = {
  at: Date;
  kind: "call" | "webhook";
  operation: string;
  subject_id: string;
  calls: number;
  refused: number;
  failed: number;
  limited: number;
  slowest: number;
  bytes_in: string;
  bytes_out: string;
  durations: string;
};

/** The sums of an account between two moments. */
export async function readSums(
  db: Database,
  accountId: string,
  span: Span,
  from: Date,
  to: Date,
): Promise<SumRow[]> {
  const kinds = ["call", "webhook"];
  const { rows } = await db.$client.query<SumRow>({
    name: "traffic_sums",
    text: `select at, kind, operation, subject_id, calls, refused, failed, limited, slowest, bytes_in, bytes_out,
        durations::text as durations
      from traffic_rollups
      where account_id = $1 and kind = any ($2) and span = $3 and at >= $4 and at < $5`,
    values: [accountId, kinds, span, from, to],
  });
  return rows;
}

/** Adds up rows, one sum for each group, in the order the groups first appear. */
export class Summing {
  private readonly groups = new Map<
    string,
    { sums: Omit<Sums, "p50" | "p95" | "p99">; steps: number[] }
  >();

  add(group: string, row: SumRow): void {
    let held = this.groups.get(group);
    if (!held) {
      const sums = { calls: 0, refused: 0, limited: 0, failed: 0, slowest: null };
      this.groups.set(group, (held = { sums, steps: emptyHistogram() }));
    }
    held.sums.calls += row.calls;
    held.sums.refused += row.refused;
    held.sums.limited += row.limited;
    held.sums.failed += row.failed;
    held.sums.slowest = Math.max(held.sums.slowest ?? 0, row.slowest / 1_000);
    addTo(held.steps, stepsOf(row));
  }

  of(group: string): Sums {
    const held = this.groups.get(group);
    if (!held) return nothing;
    return {
      ...held.sums,
      p50: inMs(percentile(held.steps, 0.5)),
      p95: inMs(percentile(held.steps, 0.95)),
      p99: inMs(percentile(held.steps, 0.99)),
    };
  }

  /** Every group with its sums. */
  all(): [string, Sums][] {
    return [...this.groups.keys()].map((group) => [group, this.of(group)]);
  }
}

const nothing: Sums = {
  calls: 0,
  refused: 0,
  limited: 0,
  failed: 0,
  p50: null,
  p95: null,
  p99: null,
  slowest: null,
};

const opened = new WeakMap<SumRow, number[]>();

/** A row is in several groups; its histogram is read once. */
function stepsOf(row: SumRow): number[] {
  let steps = opened.get(row);
  if (!steps) opened.set(row, (steps = row.durations.slice(1, -1).split(",").map(Number)));
  return steps;
}

const inMs = (microseconds: number | null) => microseconds && microseconds / 1_000;
