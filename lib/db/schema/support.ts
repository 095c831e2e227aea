import { sql } from "drizzle-orm";
import {
  check,
  foreignKey,
  index,
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
 * Access of one of the staff to one account, from the request or the invitation to its end. What state it is in is read
 * off these columns and the clock of the database; no job has to run for access to end (P50).
 */
export const supportGrants = pgTable(
  "support_grants",
  {
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id, { onDelete: "cascade" }),
    id: uuid().notNull(),
    /** the one of the staff it is for, and nobody else (P49) */
    staffId: uuid("staff_id").notNull(),
    personId: uuid("person_id").notNull(),
    origin: text({ enum: ["request", "invitation", "break_glass"] }).notNull(),
    /** name of the one of the staff, reason and ticket; under a key of the installation, since both sides read it before there is consent */
    asked: sealed("content").notNull(),
    /** names of nouns and of personal fields, separated by spaces */
    nouns: text().notNull(),
    fields: text().notNull(),
    mode: text({ enum: ["view", "act"] }).notNull(),
    minutes: integer().notNull(),
    requestedAt: timestamp("requested_at", { withTimezone: true })
      .notNull()
      .default(sql`now()`),
    lapsesAt: timestamp("lapses_at", { withTimezone: true })
      .notNull()
      .default(sql`now() + interval '4 days'`),
    decision: text({ enum: ["approved", "declined", "withdrawn"] }),
    answeredAt: timestamp("answered_at", { withTimezone: true }),
    /** the user who answered; null for whoever withdrew their own request */
    answeredBy: uuid("answered_by"),
    /** the second of the staff, where the glass was broken */
    confirmedBy: uuid("confirmed_by"),
    /** why it was declined */
    answer: sealed("content"),
    startsAt: timestamp("starts_at", { withTimezone: true }),
    endsAt: timestamp("ends_at", { withTimezone: true }),
    endedAt: timestamp("ended_at", { withTimezone: true }),
    endedBy: text("ended_by", { enum: ["owner", "staff", "time", "operator"] }),
    /** how far the owners were told of it by letter */
    toldOwners: text("told_owners", { enum: ["request", "start", "end"] }),
  },
  (t) => [
    primaryKey({ columns: [t.accountId, t.id] }),
    index("support_grants_by_time").on(t.accountId, t.requestedAt.desc(), t.id.desc()),
    index("support_grants_by_start")
      .on(t.accountId, t.startsAt.desc(), t.id.desc())
      .where(sql`${t.startsAt} is not null`),
    index("support_grants_by_person").on(t.personId, t.requestedAt.desc(), t.id.desc()),
    check("support_grants_origin", sql`${t.origin} in ('request', 'invitation', 'break_glass')`),
    check("support_grants_mode", sql`${t.mode} in ('view', 'act')`),
    check("support_grants_minutes", sql`${t.minutes} between 5 and 1440`),
    check("support_grants_lapse", sql`${t.lapsesAt} <= ${t.requestedAt} + interval '4 days'`),
    check(
      "support_grants_answer",
      sql`(${t.decision} is null) = (${t.answeredAt} is null) and ${t.decision} in ('approved', 'declined', 'withdrawn')`,
    ),
    check(
      "support_grants_only_approved",
      sql`${t.startsAt} is null or ${t.decision} is not distinct from 'approved'`,
    ),
    check(
      "support_grants_a_day_at_most",
      sql`(${t.startsAt} is null) = (${t.endsAt} is null) and ${t.endsAt} > ${t.startsAt} and ${t.endsAt} <= ${t.startsAt} + interval '24 hours'`,
    ),
    check("support_grants_two_break_glass", sql`${t.confirmedBy} <> ${t.staffId}`),
    check(
      "support_grants_who_opened_it",
      sql`${t.origin} <> 'break_glass' or ${t.startsAt} is null or ${t.answeredBy} is not null or ${t.confirmedBy} is not null`,
    ),
    check("support_grants_end", sql`(${t.endedAt} is null) = (${t.endedBy} is null)`),
  ],
);

/** Everything that was looked at or done with a grant, step by step; the application can only add to it (P48). */
export const supportLooks = pgTable(
  "support_looks",
  {
    accountId: uuid("account_id").notNull(),
    id: uuid().notNull(),
    grantId: uuid("grant_id").notNull(),
    at: timestamp({ withTimezone: true })
      .notNull()
      .default(sql`clock_timestamp()`),
    kind: text({ enum: ["look", "change", "unmask"] }).notNull(),
    /** the verb or question */
    action: text().notNull(),
    objectKind: text("object_kind"),
    objectId: uuid("object_id"),
    /** names of the personal fields that stood in clear, separated by spaces */
    fields: text().notNull(),
    requestId: text("request_id").notNull(),
    /** the filter, what was on the page by its id, and which fields were masked */
    detail: sealed("personal").notNull(),
    /** words that were searched for; emptied when a user of the account is permanently deleted, whom they may name */
    sought: sealed("personal"),
  },
  (t) => [
    primaryKey({ columns: [t.accountId, t.id] }),
    foreignKey({
      columns: [t.accountId, t.grantId],
      foreignColumns: [supportGrants.accountId, supportGrants.id],
    }).onDelete("cascade"),
    index("support_looks_by_time").on(t.accountId, t.at.desc(), t.id.desc()),
    index("support_looks_by_grant").on(t.accountId, t.grantId, t.at.desc(), t.id.desc()),
    check("support_looks_kind", sql`${t.kind} in ('look', 'change', 'unmask')`),
  ],
);

/** Personal fields of single things that stand in clear within an access, each with why (P49). */
export const supportUnmasks = pgTable(
  "support_unmasks",
  {
    accountId: uuid("account_id").notNull(),
    grantId: uuid("grant_id").notNull(),
    objectKind: text("object_kind").notNull(),
    objectId: uuid("object_id").notNull(),
    field: text().notNull(),
    at: timestamp({ withTimezone: true })
      .notNull()
      .default(sql`clock_timestamp()`),
    reason: sealed("content").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.accountId, t.grantId, t.objectId, t.field] }),
    foreignKey({
      columns: [t.accountId, t.grantId],
      foreignColumns: [supportGrants.accountId, supportGrants.id],
    }).onDelete("cascade"),
  ],
);
