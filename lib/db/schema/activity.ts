import { sql } from "drizzle-orm";
import { index, pgTable, primaryKey, text, timestamp, uuid } from "drizzle-orm/pg-core";

import { digest, sealed } from "./columns";

/**
 * One row per event, partitioned by month (hand-written in the migration). The application may only
 * insert and select; erasing happens in `castellan.destroy_activity`.
 */
export const activity = pgTable(
  "activity",
  {
    accountId: uuid("account_id").notNull(),
    id: uuid().notNull(),
    at: timestamp({ withTimezone: true })
      .notNull()
      .default(sql`now()`),
    action: text().notNull(),
    outcome: text({ enum: ["ok", "refused", "denied"] }).notNull(),
    code: text(),
    actorKind: text("actor_kind", {
      enum: ["user", "key", "staff", "visitor", "system", "operator", "deleted"],
    }).notNull(),
    actorId: uuid("actor_id"),
    objectKind: text("object_kind", {
      enum: ["user", "account", "api_key", "webhook", "support_grant"],
    }).notNull(),
    objectId: uuid("object_id"),
    source: text({ enum: ["panel", "api", "job", "cli"] }).notNull(),
    sessionId: uuid("session_id"),
    requestId: text("request_id").notNull(),
    /** the actor's name and origin as they were; emptied when the actor is permanently deleted */
    actorDetail: sealed("personal", "actor_detail"),
    /** the object's name, the changes and particulars as they were */
    detail: sealed("personal").notNull(),
    /** room for the seal: a salt per leaf, and the leaf once sealed */
    salt: digest().notNull(),
    leaf: digest(),
  },
  (t) => [
    primaryKey({ columns: [t.accountId, t.at, t.id] }),
    index("activity_by_actor").on(t.accountId, t.actorId, t.at.desc(), t.id.desc()),
    index("activity_by_object").on(t.accountId, t.objectId, t.at.desc(), t.id.desc()),
    index("activity_by_request").on(t.accountId, t.requestId),
    index("activity_from_outside")
      .on(t.accountId, t.at.desc(), t.id.desc())
      .where(sql`${t.actorKind} in ('staff', 'operator') or ${t.action} = 'ledger.export'`),
  ],
);
