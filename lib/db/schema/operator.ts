import { sql } from "drizzle-orm";
import { check, index, integer, pgTable, text, timestamp, uuid } from "drizzle-orm/pg-core";

import { sealed } from "./columns";
import { persons } from "./persons";

/** What the operator has decided for the whole installation: one row. */
export const settings = pgTable(
  "settings",
  {
    id: integer().primaryKey().default(1),
    /** how long calls and deliveries are kept; the floor is a promise (P36, P37) */
    callRetentionDays: integer("call_retention_days").notNull().default(90),
    /** how many days owners have to object to a change of who processes their data (P46) */
    noticeDays: integer("notice_days").notNull().default(30),
    /** for how long an account can be open to support at most; a day is the ceiling of all ceilings (P50) */
    supportCeilingMinutes: integer("support_ceiling_minutes").notNull().default(1_440),
    /** how often closed accounts are purged; twelve months at most is a promise (P64) */
    cleanupEveryDays: integer("cleanup_every_days").notNull().default(7),
  },
  (t) => [
    check("settings_one_row", sql`${t.id} = 1`),
    check("settings_keep_calls_30_days", sql`${t.callRetentionDays} >= 30`),
    check("settings_two_weeks_of_notice", sql`${t.noticeDays} >= 14`),
    check("settings_support_a_day_at_most", sql`${t.supportCeilingMinutes} between 5 and 1440`),
    check("settings_clean_up_within_a_year", sql`${t.cleanupEveryDays} between 1 and 365`),
  ],
);

/** Each clean-up that ran: what was dropped, and what is the oldest that is left. */
export const cleanups = pgTable(
  "cleanups",
  {
    id: uuid().primaryKey(),
    at: timestamp({ withTimezone: true })
      .notNull()
      .default(sql`now()`),
    /** the table that was looked at, or `accounts` */
    kind: text().notNull(),
    /** days dropped, or accounts whose purge was begun */
    dropped: integer().notNull(),
    keptSince: timestamp("kept_since", { withTimezone: true }),
  },
  (t) => [index("cleanups_by_time").on(t.kind, t.at)],
);

/** The installation's own people. They sign in like everyone else, and have an area of their own. */
export const staff = pgTable("staff", {
  id: uuid().primaryKey(),
  personId: uuid("person_id")
    .notNull()
    .unique()
    .references(() => persons.id, { onDelete: "cascade" }),
  name: sealed("personal").notNull(),
  /** names of roles, separated by spaces */
  roles: text().notNull(),
  createdAt: timestamp("created_at", { withTimezone: true })
    .notNull()
    .default(sql`now()`),
  endedAt: timestamp("ended_at", { withTimezone: true }),
});

/** What was changed about the installation itself, which is no account's business. */
export const installationLog = pgTable(
  "installation_log",
  {
    id: uuid().primaryKey(),
    at: timestamp({ withTimezone: true })
      .notNull()
      .default(sql`now()`),
    action: text().notNull(),
    actorKind: text("actor_kind").notNull(),
    actorId: uuid("actor_id"),
    objectId: uuid("object_id"),
    requestId: text("request_id").notNull(),
    detail: sealed("content"),
  },
  (t) => [index("installation_log_by_time").on(t.at)],
);
