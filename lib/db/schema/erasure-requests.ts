import { sql } from "drizzle-orm";
import {
  check,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";

import { accounts } from "./accounts";
import { sealed } from "./columns";

/**
 * Each time a user asked that what an account holds about them be erased, with the month there is to answer (P78). When
 * the user goes, by whatever way, the database closes the request as erased and empties it.
 */
export const erasureRequests = pgTable(
  "erasure_requests",
  {
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id, { onDelete: "cascade" }),
    id: uuid().notNull(),
    /** who asked; null once they are gone */
    userId: uuid("user_id"),
    personId: uuid("person_id"),
    reason: sealed("personal"),
    requestedAt: timestamp("requested_at", { withTimezone: true })
      .notNull()
      .default(sql`now()`),
    /** one calendar month later */
    dueAt: timestamp("due_at", { withTimezone: true })
      .notNull()
      .default(sql`now() + interval '1 month'`),
    /** how many reminders went out */
    reminders: integer().notNull().default(0),
    /** when the month was over without an answer, and the user was put into the bin */
    lapsedAt: timestamp("lapsed_at", { withTimezone: true }),
    outcome: text({ enum: ["erased", "refused", "cancelled"] }),
    answeredAt: timestamp("answered_at", { withTimezone: true }),
    /** the user who answered; null for the one who asked, and for a month that was over */
    answeredBy: uuid("answered_by"),
    /** why it was refused */
    answer: sealed("personal"),
  },
  (t) => [
    primaryKey({ columns: [t.accountId, t.id] }),
    index("erasure_requests_by_time").on(t.accountId, t.requestedAt.desc(), t.id.desc()),
    index("erasure_requests_by_user").on(t.accountId, t.userId, t.requestedAt.desc()),
    uniqueIndex("erasure_requests_one_open")
      .on(t.accountId, t.userId)
      .where(sql`${t.outcome} is null`),
    index("erasure_requests_open")
      .on(t.dueAt)
      .where(sql`${t.outcome} is null`),
    check("erasure_requests_outcome", sql`${t.outcome} in ('erased', 'refused', 'cancelled')`),
    check("erasure_requests_answered", sql`(${t.outcome} is null) = (${t.answeredAt} is null)`),
    check("erasure_requests_a_month", sql`${t.dueAt} <= ${t.requestedAt} + interval '1 month'`),
    check(
      "erasure_requests_refused_because",
      sql`${t.outcome} is distinct from 'refused' or ${t.userId} is null or ${t.answer} is not null`,
    ),
  ],
);
