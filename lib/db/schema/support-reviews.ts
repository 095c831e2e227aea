import { sql } from "drizzle-orm";
import {
  check,
  date,
  foreignKey,
  index,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
  uuid,
} from "drizzle-orm/pg-core";

import { sealed } from "./columns";
import { supportGrants } from "./support";

/** The review of who could look into accounts in a quarter, and of every access in it (P51). */
export const supportReviews = pgTable(
  "support_reviews",
  {
    id: uuid().primaryKey().defaultRandom(),
    /** the first day of the quarter, in UTC */
    quarter: date().notNull(),
    openedAt: timestamp("opened_at", { withTimezone: true })
      .notNull()
      .default(sql`now()`),
    /** thirty days after the quarter's end */
    dueAt: timestamp("due_at", { withTimezone: true }).notNull(),
    closedAt: timestamp("closed_at", { withTimezone: true }),
  },
  (t) => [unique("support_reviews_one_a_quarter").on(t.quarter)],
);

/** One question of a review: may this person go on, or was this access in order? */
export const supportReviewItems = pgTable(
  "support_review_items",
  {
    reviewId: uuid("review_id")
      .notNull()
      .references(() => supportReviews.id, { onDelete: "cascade" }),
    id: uuid().notNull().defaultRandom(),
    /** the one of the staff it is about */
    staffId: uuid("staff_id").notNull(),
    personId: uuid("person_id").notNull(),
    /** the access it is about, where it is about one */
    accountId: uuid("account_id"),
    grantId: uuid("grant_id"),
    decision: text({ enum: ["keep", "remove", "escalate"] }),
    decidedAt: timestamp("decided_at", { withTimezone: true }),
    decidedBy: uuid("decided_by"),
    /** what was said about it, under a key of the installation */
    words: sealed("content"),
  },
  (t) => [
    primaryKey({ columns: [t.reviewId, t.id] }),
    unique("support_review_items_once").on(t.reviewId, t.staffId, t.grantId).nullsNotDistinct(),
    foreignKey({
      columns: [t.accountId, t.grantId],
      foreignColumns: [supportGrants.accountId, supportGrants.id],
    }).onDelete("cascade"),
    index("support_review_items_of_grant").on(t.accountId, t.grantId),
    check("support_review_items_grant", sql`(${t.accountId} is null) = (${t.grantId} is null)`),
    check(
      "support_review_items_decision",
      sql`${t.decision} in ('keep', 'remove', 'escalate') and (${t.decision} is null) = (${t.decidedAt} is null) and (${t.decision} is null) = (${t.decidedBy} is null)`,
    ),
    check("support_review_items_not_by_oneself", sql`${t.decidedBy} <> ${t.staffId}`),
  ],
);
