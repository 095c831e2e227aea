import { sql } from "drizzle-orm";
import {
  bigint,
  check,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uuid,
} from "drizzle-orm/pg-core";

import { digest, sealed } from "./columns";

/** Stands for the account of a call that nobody known has made. */
export const NOBODY = "00000000-0000-0000-0000-000000000000";

/**
 * One row per call of the API, partitioned by day (hand-written in the migration): who, what, how it ended, how long
 * it took (P36). Never a query string, a body, a token or a cookie.
 */
export const apiCalls = pgTable(
  "api_calls",
  {
    accountId: uuid("account_id").notNull(),
    at: timestamp({ withTimezone: true }).notNull(),
    requestId: uuid("request_id").notNull(),
    actorKind: text("actor_kind").notNull(),
    /** the user who called, or whose key it was */
    actorId: uuid("actor_id"),
    keyId: uuid("key_id"),
    source: text({ enum: ["panel", "api"] }).notNull(),
    method: text().notNull(),
    /** the template of the address, never the address */
    route: text().notNull(),
    /** the verb or question asked for; null where the address leads to none */
    operation: text(),
    status: integer().notNull(),
    code: text(),
    /** microseconds */
    duration: integer().notNull(),
    bytesIn: integer("bytes_in").notNull(),
    bytesOut: integer("bytes_out").notNull(),
    /** the caller's address and program */
    origin: sealed("personal"),
    idempotencyHash: digest("idempotency_hash"),
  },
  (t) => [
    primaryKey({ columns: [t.accountId, t.at, t.requestId] }),
    index("api_calls_by_key").on(t.accountId, t.keyId, t.at.desc(), t.requestId.desc()),
    index("api_calls_by_actor").on(t.accountId, t.actorId, t.at.desc(), t.requestId.desc()),
    index("api_calls_by_request").on(t.accountId, t.requestId),
  ],
);

/** Sums of calls and of webhook attempts, per minute and per hour, written with the rows they sum up (P38). */
export const trafficRollups = pgTable(
  "traffic_rollups",
  {
    accountId: uuid("account_id").notNull(),
    kind: text({ enum: ["call", "webhook"] }).notNull(),
    /** seconds: 60 or 3600 */
    span: integer().notNull(),
    at: timestamp({ withTimezone: true }).notNull(),
    /** the operation of a call, the topic of an attempt */
    operation: text().notNull(),
    /** the key that called or the endpoint that was called; nil for neither */
    subjectId: uuid("subject_id").notNull(),
    calls: integer().notNull(),
    refused: integer().notNull(),
    failed: integer().notNull(),
    limited: integer().notNull(),
    /** microseconds, summed */
    duration: bigint({ mode: "number" }).notNull(),
    slowest: integer().notNull(),
    bytesIn: bigint("bytes_in", { mode: "number" }).notNull(),
    bytesOut: bigint("bytes_out", { mode: "number" }).notNull(),
    /** how many took how long, see `lib/traffic/histogram.ts` */
    durations: integer().array().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.accountId, t.kind, t.span, t.at, t.operation, t.subjectId] }),
    check("traffic_rollups_span", sql`${t.span} in (60, 3600, 86400)`),
  ],
);

/**
 * Answers to POSTs that came with an `Idempotency-Key`, kept for a day. A permanent deletion destroys the answer and leaves the key, so
 * that a repeated request still changes nothing.
 */
export const idempotency = pgTable(
  "idempotency",
  {
    /** HMAC of who asked, what for, and the key they sent */
    key: digest().primaryKey(),
    /** hash of the body: the same key with another body is refused */
    fingerprint: digest().notNull(),
    /** null until the answer is known */
    status: integer(),
    /** null until the answer is known, and once it was destroyed */
    answer: sealed("content"),
    /** the object the answer is about, by its opaque id */
    objectId: uuid("object_id"),
    /** what the answer is sealed for: an account, or the installation when null */
    sealedFor: uuid("sealed_for"),
    at: timestamp({ withTimezone: true })
      .notNull()
      .default(sql`now()`),
  },
  (t) => [index("idempotency_by_time").on(t.at)],
);
