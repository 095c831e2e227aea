import { sql } from "drizzle-orm";
import { foreignKey, index, integer, pgTable, text, timestamp, uuid } from "drizzle-orm/pg-core";

import { users } from "./accounts";
import { digest, sealed } from "./columns";
import { persons } from "./persons";

/** Everything about being signed in stands in this row; the cookie is only its name. */
export const sessions = pgTable(
  "sessions",
  {
    id: uuid().primaryKey(),
    personId: uuid("person_id")
      .notNull()
      .references(() => persons.id, { onDelete: "cascade" }),
    /** the account worked in; null until the person picked one */
    accountId: uuid("account_id"),
    userId: uuid("user_id"),
    /** the support access one of the staff has entered with this session of their own */
    grantId: uuid("grant_id"),
    tokenHash: digest("token_hash").notNull().unique(),
    kind: text({ enum: ["panel", "api"] }).notNull(),
    /** address, place and browser at the start */
    origin: sealed("personal").notNull(),
    createdAt: timestamp("created_at", { withTimezone: true })
      .notNull()
      .default(sql`now()`),
    seenAt: timestamp("seen_at", { withTimezone: true })
      .notNull()
      .default(sql`now()`),
    /** when the password was last given: the freshness of a step-up */
    confirmedAt: timestamp("confirmed_at", { withTimezone: true })
      .notNull()
      .default(sql`now()`),
    expiresAt: timestamp("expires_at", { withTimezone: true }).notNull(),
    endedAt: timestamp("ended_at", { withTimezone: true }),
    endedBy: text("ended_by", {
      enum: [
        "sign_out",
        "person",
        "administrator",
        "pause",
        "delete",
        "password",
        "email",
        "switch",
        "leave",
        "limit",
        "operator",
        "exposed",
        "restore",
      ],
    }),
  },
  (t) => [
    foreignKey({
      columns: [t.accountId, t.userId],
      foreignColumns: [users.accountId, users.id],
    }).onDelete("cascade"),
    index("sessions_by_person").on(t.personId, t.createdAt),
    index("sessions_by_user").on(t.accountId, t.userId),
  ],
);

/** An e-mailed single-use token; only its hash is kept. */
export const links = pgTable(
  "links",
  {
    id: uuid().primaryKey(),
    tokenHash: digest("token_hash").notNull().unique(),
    purpose: text({
      enum: [
        "setup",
        "invitation",
        "staff-invitation",
        "reset",
        "email-confirm",
        "email-stop",
        "email-revert",
      ],
    }).notNull(),
    personId: uuid("person_id").references(() => persons.id, { onDelete: "cascade" }),
    accountId: uuid("account_id"),
    userId: uuid("user_id"),
    /** the address to change to (confirm) or back to (revert), and its blind index */
    newEmail: sealed("personal", "new_email"),
    newEmailIndex: digest("new_email_index"),
    credentialVersion: integer("credential_version").notNull().default(1),
    /** the verb that made it, and the account, user and key that asked for it; null where nobody is asked again */
    startedAs: text("started_as"),
    startedIn: uuid("started_in"),
    startedBy: uuid("started_by"),
    startedWith: uuid("started_with"),
    /** it opens nothing before this instant, so that somebody else has time to stop it */
    notBefore: timestamp("not_before", { withTimezone: true }),
    createdAt: timestamp("created_at", { withTimezone: true })
      .notNull()
      .default(sql`now()`),
    expiresAt: timestamp("expires_at", { withTimezone: true }).notNull(),
    openedAt: timestamp("opened_at", { withTimezone: true }),
    consumedAt: timestamp("consumed_at", { withTimezone: true }),
    voidedAt: timestamp("voided_at", { withTimezone: true }),
    /** kept by triggers: the person it is for, or the one who asked for it, has another role or status since */
    voidedBecause: text("voided_because", { enum: ["target", "starter"] }),
  },
  (t) => [
    foreignKey({
      columns: [t.accountId, t.userId],
      foreignColumns: [users.accountId, users.id],
    }).onDelete("cascade"),
    index("links_by_starter").on(t.startedIn, t.startedBy),
    index("links_by_person").on(t.personId, t.purpose, t.createdAt),
    index("links_by_user").on(t.accountId, t.userId, t.createdAt),
  ],
);

/** One e-mail in the outbox: written with the change, sent by a job, emptied after it was sent. */
export const letters = pgTable(
  "letters",
  {
    id: uuid().primaryKey(),
    personId: uuid("person_id")
      .notNull()
      .references(() => persons.id, { onDelete: "cascade" }),
    accountId: uuid("account_id"),
    userId: uuid("user_id"),
    linkId: uuid("link_id").references(() => links.id, { onDelete: "cascade" }),
    kind: text().notNull(),
    /** to, subject, text and html; destroyed when the letter was sent */
    body: sealed("secret"),
    state: text({ enum: ["queued", "sent", "failed"] })
      .notNull()
      .default("queued"),
    attempts: integer().notNull().default(0),
    /** what the mail server said */
    trouble: sealed("personal"),
    requestId: text("request_id").notNull(),
    createdAt: timestamp("created_at", { withTimezone: true })
      .notNull()
      .default(sql`now()`),
    sentAt: timestamp("sent_at", { withTimezone: true }),
  },
  (t) => [
    foreignKey({
      columns: [t.accountId, t.userId],
      foreignColumns: [users.accountId, users.id],
    }).onDelete("cascade"),
    index("letters_by_person").on(t.personId, t.createdAt),
    index("letters_by_user").on(t.accountId, t.userId, t.createdAt),
    index("letters_by_link").on(t.linkId),
    index("letters_by_request").on(t.accountId, t.requestId),
  ],
);
