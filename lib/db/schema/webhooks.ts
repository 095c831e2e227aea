import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
  uuid,
} from "drizzle-orm/pg-core";

import { accounts } from "./accounts";
import { sealed } from "./columns";

/** Where a customer wants to be told. Deleted ones stay, emptied, as long as their deliveries do. */
export const webhookEndpoints = pgTable(
  "webhook_endpoints",
  {
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id, { onDelete: "cascade" }),
    id: uuid().notNull(),
    url: sealed("content").notNull(),
    description: sealed("content"),
    /** names of topics separated by spaces, or `*` for all */
    topics: text().notNull(),
    /** ids only, no names or values */
    thin: boolean().notNull(),
    state: text({ enum: ["active", "paused", "disabled", "deleted"] }).notNull(),
    stateSince: timestamp("state_since", { withTimezone: true })
      .notNull()
      .default(sql`now()`),
    /** why it is disabled: `failing` for five days, or `gone` by an answer of 410 */
    because: text({ enum: ["failing", "gone"] }),
    /** since when every attempt has failed; null while it answers */
    failingSince: timestamp("failing_since", { withTimezone: true }),
    warnedAt: timestamp("warned_at", { withTimezone: true }),
    /** attempts that have failed one after the other; the more, the longer it is left in peace */
    failures: integer().notNull().default(0),
    restUntil: timestamp("rest_until", { withTimezone: true }),
    /** the delivery that is under way and until when at most: never two at once */
    busyWith: uuid("busy_with"),
    busyUntil: timestamp("busy_until", { withTimezone: true }),
    /** the number of its last message */
    sequence: bigint({ mode: "number" }).notNull().default(0),
    createdBy: uuid("created_by"),
    createdAt: timestamp("created_at", { withTimezone: true })
      .notNull()
      .default(sql`now()`),
    version: integer().notNull().default(1),
  },
  (t) => [primaryKey({ columns: [t.accountId, t.id] })],
);

/** What messages are signed with; during a rotation the old one signs along. */
export const webhookSecrets = pgTable(
  "webhook_secrets",
  {
    accountId: uuid("account_id").notNull(),
    endpointId: uuid("endpoint_id").notNull(),
    id: uuid().notNull(),
    secret: sealed("secret").notNull(),
    createdAt: timestamp("created_at", { withTimezone: true })
      .notNull()
      .default(sql`now()`),
    expiresAt: timestamp("expires_at", { withTimezone: true }),
  },
  (t) => [
    primaryKey({ columns: [t.accountId, t.endpointId, t.id] }),
    foreignKey({
      columns: [t.accountId, t.endpointId],
      foreignColumns: [webhookEndpoints.accountId, webhookEndpoints.id],
    }).onDelete("cascade"),
  ],
);

/** The outbox: one row for an event somebody wants to be told of, with its id, written with the change (P37). */
export const webhookMessages = pgTable(
  "webhook_messages",
  {
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id, { onDelete: "cascade" }),
    id: uuid().notNull(),
    at: timestamp({ withTimezone: true })
      .notNull()
      .default(sql`now()`),
    topic: text().notNull(),
    objectId: uuid("object_id"),
    actorId: uuid("actor_id"),
    requestId: text("request_id").notNull(),
    /** destroyed with its object; what is left is that there was a message */
    payload: sealed("content"),
    /** when deliveries were made of it */
    fannedOutAt: timestamp("fanned_out_at", { withTimezone: true }),
  },
  (t) => [
    primaryKey({ columns: [t.accountId, t.id] }),
    index("webhook_messages_by_request").on(t.accountId, t.requestId),
    index("webhook_messages_by_object").on(t.accountId, t.objectId),
    index("webhook_messages_by_actor").on(t.accountId, t.actorId),
    index("webhook_messages_to_fan_out")
      .on(t.accountId, t.id)
      .where(sql`${t.fannedOutAt} is null`),
  ],
);

/** One message on its way to one endpoint. */
export const webhookDeliveries = pgTable(
  "webhook_deliveries",
  {
    accountId: uuid("account_id").notNull(),
    id: uuid().notNull(),
    endpointId: uuid("endpoint_id").notNull(),
    messageId: uuid("message_id").notNull(),
    topic: text().notNull(),
    /** its place among all messages for this endpoint */
    sequence: bigint({ mode: "number" }).notNull(),
    state: text({ enum: ["pending", "delivered", "failed", "held"] }).notNull(),
    /** a test, which is tried once, also while the endpoint rests */
    test: boolean().notNull().default(false),
    attempts: integer().notNull().default(0),
    /** when it is tried next */
    nextAt: timestamp("next_at", { withTimezone: true }),
    lastAt: timestamp("last_at", { withTimezone: true }),
    lastOutcome: text("last_outcome"),
    lastStatus: integer("last_status"),
    /** microseconds the last attempt took */
    lastDuration: integer("last_duration"),
    createdAt: timestamp("created_at", { withTimezone: true })
      .notNull()
      .default(sql`now()`),
    doneAt: timestamp("done_at", { withTimezone: true }),
  },
  (t) => [
    primaryKey({ columns: [t.accountId, t.id] }),
    unique("webhook_deliveries_once").on(t.accountId, t.endpointId, t.messageId),
    foreignKey({
      columns: [t.accountId, t.endpointId],
      foreignColumns: [webhookEndpoints.accountId, webhookEndpoints.id],
    }).onDelete("cascade"),
    foreignKey({
      columns: [t.accountId, t.messageId],
      foreignColumns: [webhookMessages.accountId, webhookMessages.id],
    }).onDelete("cascade"),
    index("webhook_deliveries_by_endpoint").on(t.accountId, t.endpointId, t.id.desc()),
    index("webhook_deliveries_by_state").on(t.accountId, t.endpointId, t.state, t.id.desc()),
    index("webhook_deliveries_by_message").on(t.accountId, t.messageId),
    index("webhook_deliveries_due")
      .on(t.accountId, t.endpointId, t.test.desc(), t.sequence)
      .where(sql`${t.state} = 'pending'`),
  ],
);

/** One attempt to deliver, partitioned by day (hand-written in the migration), kept at least 30 days (P37). */
export const webhookAttempts = pgTable(
  "webhook_attempts",
  {
    accountId: uuid("account_id").notNull(),
    at: timestamp({ withTimezone: true }).notNull(),
    id: uuid().notNull(),
    endpointId: uuid("endpoint_id").notNull(),
    deliveryId: uuid("delivery_id").notNull(),
    messageId: uuid("message_id").notNull(),
    number: integer().notNull(),
    /** `delivered`, or why not: `status`, `timeout`, `refused_address`, … */
    outcome: text().notNull(),
    status: integer(),
    /** microseconds */
    duration: integer().notNull(),
    bytesOut: integer("bytes_out").notNull(),
    bytesIn: integer("bytes_in").notNull(),
    /** whether ids alone were sent; null where it was before that was noted */
    thin: boolean(),
    requestId: text("request_id").notNull(),
    /** headers and the start of both bodies; destroyed with the object of the message */
    excerpt: sealed("content"),
  },
  (t) => [
    primaryKey({ columns: [t.accountId, t.at, t.id] }),
    index("webhook_attempts_by_delivery").on(t.accountId, t.deliveryId, t.at.desc()),
    index("webhook_attempts_by_endpoint").on(t.accountId, t.endpointId, t.at.desc()),
  ],
);
