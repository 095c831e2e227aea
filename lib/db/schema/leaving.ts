import { sql } from "drizzle-orm";
import {
  boolean,
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
import { digest, sealed } from "./columns";

/**
 * Each time an owner asked to close the account (P64). From `cooling_ends_at` on the account is sealed, by the database's clock
 * alone: no job has to have run.
 */
export const closures = pgTable(
  "closures",
  {
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id, { onDelete: "cascade" }),
    id: uuid().notNull(),
    requestedAt: timestamp("requested_at", { withTimezone: true })
      .notNull()
      .default(sql`now()`),
    /** the owner who asked */
    requestedBy: uuid("requested_by").notNull(),
    reason: sealed("content"),
    /** purged at once after the cooling-off instead of at the next clean-up */
    onRequest: boolean("on_request").notNull(),
    /** another owner has to confirm before the cooling-off begins */
    secondOwner: boolean("second_owner").notNull(),
    confirmedBy: uuid("confirmed_by"),
    /** since when it cools off, and until when; null while another owner has yet to confirm */
    coolingSince: timestamp("cooling_since", { withTimezone: true }),
    coolingEndsAt: timestamp("cooling_ends_at", { withTimezone: true }),
    cancelledAt: timestamp("cancelled_at", { withTimezone: true }),
    cancelledBy: uuid("cancelled_by"),
  },
  (t) => [
    primaryKey({ columns: [t.accountId, t.id] }),
    uniqueIndex("closures_one_under_way")
      .on(t.accountId)
      .where(sql`${t.cancelledAt} is null`),
    check(
      "closures_cool_off",
      sql`(${t.coolingSince} is null) = (${t.coolingEndsAt} is null) and ${t.coolingEndsAt} > ${t.coolingSince}`,
    ),
  ],
);

/** Why an account that is closed must not be purged yet: seen by its owners, and told in its certificate. */
export const holds = pgTable(
  "holds",
  {
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id, { onDelete: "cascade" }),
    id: uuid().notNull(),
    category: text({ enum: ["legal", "evidence"] }).notNull(),
    placedAt: timestamp("placed_at", { withTimezone: true })
      .notNull()
      .default(sql`now()`),
    /** the one of the staff who placed it */
    placedBy: uuid("placed_by").notNull(),
    until: timestamp({ withTimezone: true }).notNull(),
    releasedAt: timestamp("released_at", { withTimezone: true }),
    releasedBy: uuid("released_by"),
  },
  (t) => [
    primaryKey({ columns: [t.accountId, t.id] }),
    check("holds_category", sql`${t.category} in ('legal', 'evidence')`),
  ],
);

/**
 * What was irrevocably destroyed, and the signed certificate of it: opaque ids, counts and times, which outlive what they tell of. A
 * row of an account is there from the moment its purge begins.
 */
export const purges = pgTable(
  "purges",
  {
    id: uuid().primaryKey(),
    kind: text({ enum: ["account", "person", "user"] }).notNull(),
    /** null where a person was erased, who may have been in several */
    accountId: uuid("account_id"),
    objectId: uuid("object_id").notNull(),
    /** hash of the code in the letters, by which its certificate is found */
    codeHash: digest("code_hash").notNull().unique(),
    /** what the certificate will tell that is known before: times and holds, as JSON */
    facts: text().notNull(),
    startedAt: timestamp("started_at", { withTimezone: true })
      .notNull()
      .default(sql`now()`),
    finishedAt: timestamp("finished_at", { withTimezone: true }),
    /** by when the last backup that holds it is gone; null when there are no backups */
    goneBy: timestamp("gone_by", { withTimezone: true }),
    /** the signed statement, canonical JSON, and its signature */
    statement: text(),
    signature: text(),
    /** when no backup held it any more, with a signed statement of its own */
    goneAt: timestamp("gone_at", { withTimezone: true }),
    confirmation: text(),
    confirmationSignature: text("confirmation_signature"),
  },
  (t) => [
    index("purges_by_account").on(t.accountId, t.startedAt),
    index("purges_unfinished")
      .on(t.startedAt)
      .where(sql`${t.goneAt} is null`),
    check("purges_kind", sql`${t.kind} in ('account', 'person', 'user')`),
  ],
);

/** Each step of a purge, written with what it deleted: whoever goes on knows what was done (P65). */
export const purgeRuns = pgTable(
  "purge_runs",
  {
    purgeId: uuid("purge_id")
      .notNull()
      .references(() => purges.id),
    id: uuid().notNull(),
    at: timestamp({ withTimezone: true })
      .notNull()
      .default(sql`now()`),
    /** the table, or what else was emptied */
    tableName: text("table_name").notNull(),
    rows: integer().notNull(),
    /** fingerprints of keys that were destroyed, separated by spaces */
    keys: text(),
  },
  (t) => [primaryKey({ columns: [t.purgeId, t.id] })],
);

/** Whom the certificate goes to by letter. The address is destroyed after the last one, when no backup holds the data any more. */
export const purgeRecipients = pgTable(
  "purge_recipients",
  {
    purgeId: uuid("purge_id")
      .notNull()
      .references(() => purges.id),
    id: uuid().notNull(),
    /** address and code, sealed for the installation: keys of the account and the person are gone */
    sealedTo: sealed("personal", "sealed_to").notNull(),
    /** when the certificate was sent */
    toldAt: timestamp("told_at", { withTimezone: true }),
  },
  (t) => [primaryKey({ columns: [t.purgeId, t.id] })],
);
