import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  foreignKey,
  integer,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uuid,
} from "drizzle-orm/pg-core";

import { accounts } from "./accounts";
import { sealed } from "./columns";

/**
 * Everyone outside who processes data for this installation, in the operator's own words, which are public (P46). A row is never
 * changed: what changes is announced, and leads to another row.
 */
export const processors = pgTable("processors", {
  id: uuid().primaryKey(),
  /** which of the gateway's processors it is; `other` for those it does not speak to */
  key: text({ enum: ["mail", "traces", "backups", "other"] }).notNull(),
  /** the domain the gateway speaks to */
  domain: text(),
  name: text().notNull(),
  purpose: text().notNull(),
  fields: text().notNull(),
  country: text(),
  url: text(),
});

/**
 * What is announced about processors. The application can neither date an announcement back nor shorten its window: it may not
 * write those columns at all.
 */
export const processorChanges = pgTable(
  "processor_changes",
  {
    id: uuid().primaryKey(),
    kind: text({ enum: ["added", "changed", "removed"] }).notNull(),
    processorId: uuid("processor_id")
      .notNull()
      .references(() => processors.id),
    /** the row that a changed one takes the place of */
    replaces: uuid().references(() => processors.id),
    announcedAt: timestamp("announced_at", { withTimezone: true })
      .notNull()
      .default(sql`now()`),
    /** days owners have to object */
    windowDays: integer("window_days")
      .notNull()
      .default(sql`castellan.notice_days()`),
    effectiveAt: timestamp("effective_at", { withTimezone: true }).notNull(),
    withdrawnAt: timestamp("withdrawn_at", { withTimezone: true }),
    /** it was there when the register began: nobody could have been told before */
    found: boolean().notNull().default(false),
  },
  (t) => [
    check(
      "processor_changes_after_window",
      sql`${t.found} or ${t.effectiveAt} >= ${t.announcedAt} + ${t.windowDays} * interval '24 hours'`,
    ),
    check("processor_changes_two_weeks_at_least", sql`${t.found} or ${t.windowDays} >= 14`),
    check("processor_changes_withdrawn_in_time", sql`${t.withdrawnAt} < ${t.effectiveAt}`),
    check("processor_changes_replace", sql`(${t.kind} = 'changed') = (${t.replaces} is not null)`),
  ],
);

/** What owners have said against a change; sealed for the operator, whom it is meant for. */
export const processorObjections = pgTable(
  "processor_objections",
  {
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id, { onDelete: "cascade" }),
    changeId: uuid("change_id").notNull(),
    userId: uuid("user_id").notNull(),
    reason: sealed("content").notNull(),
    at: timestamp({ withTimezone: true })
      .notNull()
      .default(sql`now()`),
  },
  (t) => [
    primaryKey({ columns: [t.accountId, t.changeId] }),
    foreignKey({ columns: [t.changeId], foreignColumns: [processorChanges.id] }),
  ],
);
