import { z } from "zod";

import { personal } from "@/lib/support/personal";
import { results } from "./result";
import { Cursor, period } from "@/lib/lists/shapes";

/** The shapes of traffic as they leave the server. Pure, and the same in the API and in the panel. */

const When = z.iso.datetime();
const count = z.number().int();

export const callSources = ["panel", "api"] as const;
export const methods = [
  "GET",
  "HEAD",
  "POST",
  "PUT",
  "PATCH",
  "DELETE",
  "OPTIONS",
  "OTHER",
] as const;

/** One call of the API. */
export const CallView = z.object({
  requestId: z.uuid(),
  at: When,
  /** who called; the name is null once they are permanently deleted */
  actor: z.object({
    kind: z.string(),
    id: z.uuid().nullable(),
    name: personal("name", z.string().nullable()),
  }),
  /** the key it was called with */
  key: z.object({ id: z.uuid(), name: personal("text", z.string().nullable()) }).nullable(),
  /** `panel` for what our own pages read */
  source: z.enum(callSources),
  method: z.string(),
  /** the template of the address, `/users/{userId}` */
  route: z.string(),
  /** the verb or question; null where the address leads to none */
  operation: z.string().nullable(),
  status: count,
  /** the stable code of a refusal */
  code: z.string().nullable(),
  durationMs: z.number(),
  bytesIn: count,
  bytesOut: count,
});
export type CallView = z.infer<typeof CallView>;

/** Which calls: who, what, how it ended and when. */
export const CallFilter = z.strictObject({
  /** a key, or `none` for calls without one */
  key: z.union([z.uuid(), z.literal("none")]).optional(),
  /** a user of the account */
  actor: z.uuid().optional(),
  operation: z.string().max(60).optional(),
  result: z.enum(results).optional(),
  status: z.coerce.number().int().min(100).max(599).optional(),
  code: z.string().max(60).optional(),
  method: z.enum(methods).optional(),
  source: z.enum(callSources).optional(),
  ...period,
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: Cursor.optional(),
});
export type CallFilter = z.infer<typeof CallFilter>;

export const CallPage = z.object({
  data: z.array(CallView),
  nextCursor: z.string().nullable(),
  /** how far back the search looked when a rare filter stopped it early; continue with `nextCursor` */
  searchedTo: When.nullable(),
  /** how many days calls are kept, and the day from which there are any; null before the first clean-up */
  kept: z.object({ days: count, since: When.nullable(), cleanedAt: When.nullable() }),
});
export type CallPage = z.infer<typeof CallPage>;

/** Everything one request has led to. */
export const RequestView = z.object({
  requestId: z.uuid(),
  /** the call itself; null for a request of the panel that changed something, which is no call of the API */
  call: CallView.extend({
    origin: z
      .object({
        ip: personal("origin", z.string().nullable()),
        place: personal("origin", z.string().nullable()),
        browser: personal("origin", z.string().nullable()),
      })
      .nullable(),
    /** whether it came with an `Idempotency-Key` */
    idempotent: z.boolean(),
  }).nullable(),
  /** what was done, in words */
  events: z.array(
    z.object({
      id: z.uuid(),
      at: When,
      action: z.string(),
      outcome: z.string(),
      sentence: personal("text", z.string()),
    }),
  ),
  letters: z.array(
    z.object({
      id: z.uuid(),
      kind: z.string(),
      state: z.string(),
      attempts: count,
      createdAt: When,
      sentAt: When.nullable(),
      /** the user it goes to */
      user: z.object({ id: z.uuid(), name: personal("name", z.string().nullable()) }).nullable(),
    }),
  ),
  deliveries: z.array(
    z.object({
      id: z.uuid(),
      webhookId: z.uuid(),
      topic: z.string(),
      state: z.string(),
      attempts: count,
      lastStatus: count.nullable(),
      nextAt: When.nullable(),
    }),
  ),
});
export type RequestView = z.infer<typeof RequestView>;

export const periods = ["hour", "day", "week", "month"] as const;
export type Period = (typeof periods)[number];

export const OverviewFilter = z.strictObject({
  /** the last hour by minutes, the last day or week by hours, the last thirty days by days (UTC) */
  period: z.enum(periods).default("day"),
});

const ms = z.number().nullable();
/** Sums of calls; times in milliseconds, percentiles at most 9.1 % off. */
const Sums = z.object({
  calls: count,
  refused: count,
  limited: count,
  failed: count,
  p50: ms,
  p95: ms,
  p99: ms,
  slowest: ms,
});
export type Sums = z.infer<typeof Sums>;

export const Overview = z.object({
  period: z.enum(periods),
  from: When,
  to: When,
  /** seconds a bucket lasts */
  span: count,
  total: Sums.extend({ bytesIn: z.number(), bytesOut: z.number() }),
  /** every bucket of the period, also the empty ones, the oldest first */
  buckets: z.array(Sums.extend({ at: When })),
  /** the ten asked for most */
  operations: z.array(Sums.extend({ operation: z.string() })),
  /** the ten keys that call most; null stands for all calls without a key */
  keys: z.array(
    Sums.extend({
      key: z.object({ id: z.uuid(), name: personal("text", z.string().nullable()) }).nullable(),
    }),
  ),
  /** the ten operations with the slowest calls, by their 99th percentile */
  slowest: z.array(Sums.extend({ operation: z.string() })),
  /** attempts to deliver webhooks; `failed` is every attempt that did not deliver */
  webhooks: Sums,
  endpoints: z.array(Sums.extend({ webhookId: z.uuid() })),
});
export type Overview = z.infer<typeof Overview>;
