import { NOBODY } from "@/lib/db/schema/traffic";
import { emptyHistogram, stepOf } from "./histogram";
import type { CallResult } from "./result";

/** The lengths of time that are summed up, in seconds: a minute, an hour, a day. */
export const spans = [60, 3_600, 86_400] as const;
export type Span = (typeof spans)[number];

/** One call, or one attempt to deliver a webhook, as far as sums need it. Durations are microseconds. */
export type Counted = {
  kind: "call" | "webhook";
  at: Date;
  /** the operation of a call, the topic of an attempt */
  operation: string;
  /** the key that called, or the endpoint that was called */
  subjectId: string | null;
  result: CallResult;
  duration: number;
  bytesIn: number;
  bytesOut: number;
};

/** A sum as it is stored. */
export type Rollup = {
  kind: string;
  span: number;
  at: string;
  operation: string;
  subject_id: string;
  calls: number;
  refused: number;
  failed: number;
  limited: number;
  duration: number;
  slowest: number;
  bytes_in: number;
  bytes_out: number;
  durations: number[];
};

/** Sums up for every span, in one order, so that two who add to the same sums never wait for each other in a circle. */
export function rollUp(all: readonly Counted[]): Rollup[] {
  const sums = new Map<string, Rollup>();
  for (const one of all) {
    for (const span of spans) {
      const start = Math.floor(one.at.getTime() / 1_000 / span) * span;
      const subject = one.subjectId ?? NOBODY;
      const name = [one.kind, span, start, one.operation, subject].join(" ");
      let sum = sums.get(name);
      if (!sum) sums.set(name, (sum = nothing(one, span, start, subject)));
      sum.calls += 1;
      if (one.result !== "ok") sum[one.result] += 1;
      sum.duration += one.duration;
      sum.slowest = Math.max(sum.slowest, one.duration);
      sum.bytes_in += one.bytesIn;
      sum.bytes_out += one.bytesOut;
      sum.durations[stepOf(one.duration)]! += 1;
    }
  }
  return [...sums].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, sum]) => sum);
}

const nothing = (
  { kind, operation }: Counted,
  span: Span,
  start: number,
  subject: string,
): Rollup => ({
  kind,
  span,
  at: new Date(start * 1_000).toISOString(),
  operation,
  subject_id: subject,
  calls: 0,
  refused: 0,
  failed: 0,
  limited: 0,
  duration: 0,
  slowest: 0,
  bytes_in: 0,
  bytes_out: 0,
  durations: emptyHistogram(),
});

/** Adds sums to those on record, in the account in scope. */
export const addRollups = `insert into traffic_rollups as r
    (account_id, kind, span, at, operation, subject_id, calls, refused, failed, limited, duration, slowest, bytes_in, bytes_out, durations)
  select $1, kind, span, at, operation, subject_id, calls, refused, failed, limited, duration, slowest, bytes_in, bytes_out, durations
  from jsonb_to_recordset($2::jsonb) as s (kind text, span int, at timestamptz, operation text, subject_id uuid, calls int,
    refused int, failed int, limited int, duration bigint, slowest int, bytes_in bigint, bytes_out bigint, durations int[])
  on conflict (account_id, kind, span, at, operation, subject_id) do update set
    calls = r.calls + excluded.calls, refused = r.refused + excluded.refused, failed = r.failed + excluded.failed,
    limited = r.limited + excluded.limited, duration = r.duration + excluded.duration,
    slowest = greatest(r.slowest, excluded.slowest), bytes_in = r.bytes_in + excluded.bytes_in,
    bytes_out = r.bytes_out + excluded.bytes_out,
    durations = (select array_agg(a + b order by step)
      from unnest(r.durations, excluded.durations) with ordinality as both_of_them (a, b, step))`;
