import { sql } from "drizzle-orm";
import {
  bigint,
  check,
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

import { sealed } from "./columns";
import { persons } from "./persons";

export const accounts = pgTable(
  "accounts",
  {
    id: uuid().primaryKey(),
    name: sealed("content").notNull(),
    /** `setting_up` until its first owner can sign in; `purging` while it is removed */
    state: text({ enum: ["setting_up", "active", "purging"] })
      .notNull()
      .default("setting_up"),
    /** kept by a trigger; the check below is the promise that an owner remains (P16) */
    activeOwnerCount: integer("active_owner_count").notNull().default(0),
    userCount: integer("user_count").notNull().default(0),
    /** grows with every change of a user's row; the directory refreshes by it */
    directorySeq: bigint("directory_seq", { mode: "number" }).notNull().default(0),
    version: integer().notNull().default(1),
    createdAt: timestamp("created_at", { withTimezone: true })
      .notNull()
      .default(sql`now()`),
  },
  (t) => [
    check("accounts_state", sql`${t.state} in ('setting_up', 'active', 'purging')`),
    check("accounts_an_owner_remains", sql`${t.activeOwnerCount} >= 1 or ${t.state} <> 'active'`),
  ],
);

export const accountKeys = pgTable(
  "account_keys",
  {
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id, { onDelete: "cascade" }),
    version: integer().notNull(),
    wrapped: sealed("secret").notNull(),
    rootKeyId: text("root_key_id").notNull(),
    createdAt: timestamp("created_at", { withTimezone: true })
      .notNull()
      .default(sql`now()`),
  },
  (t) => [primaryKey({ columns: [t.accountId, t.version] })],
);

/** A person's place in one account. Role and pause live here, so they act in one account only. */
export const users = pgTable(
  "users",
  {
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id, { onDelete: "cascade" }),
    id: uuid().notNull(),
    personId: uuid("person_id")
      .notNull()
      .references(() => persons.id),
    /** name and e-mail in one ciphertext: what a list shows is opened at once */
    card: sealed("personal").notNull(),
    title: sealed("personal"),
    role: text({ enum: ["owner", "administrator", "auditor", "user"] }).notNull(),
    status: text({ enum: ["invited", "active", "paused", "deleted"] }).notNull(),
    locale: text(),
    timeZone: text("time_zone"),
    pauseReason: sealed("personal", "pause_reason"),
    pausedAt: timestamp("paused_at", { withTimezone: true }),
    pausedUntil: timestamp("paused_until", { withTimezone: true }),
    /** what the status was before the bin, so that restoring is exact */
    statusBefore: text("status_before", { enum: ["invited", "active", "paused"] }),
    deletedAt: timestamp("deleted_at", { withTimezone: true }),
    acceptedAt: timestamp("accepted_at", { withTimezone: true }),
    /** since when they own the account, kept by a trigger; null for everyone else, and for owners of before it was kept */
    ownerSince: timestamp("owner_since", { withTimezone: true }),
    createdAt: timestamp("created_at", { withTimezone: true })
      .notNull()
      .default(sql`now()`),
    version: integer().notNull().default(1),
    directorySeq: bigint("directory_seq", { mode: "number" }).notNull().default(0),
  },
  (t) => [
    primaryKey({ columns: [t.accountId, t.id] }),
    unique("users_person_once").on(t.accountId, t.personId),
    index("users_by_person").on(t.personId),
    index("users_by_change").on(t.accountId, t.directorySeq),
    index("users_to_resume")
      .on(t.pausedUntil)
      .where(sql`${t.status} = 'paused' and ${t.pausedUntil} is not null`),
    index("users_to_remove")
      .on(t.deletedAt)
      .where(sql`${t.status} = 'deleted'`),
    check("users_role", sql`${t.role} in ('owner', 'administrator', 'auditor', 'user')`),
    check("users_status", sql`${t.status} in ('invited', 'active', 'paused', 'deleted')`),
    check("users_paused_since", sql`(${t.status} = 'paused') <= (${t.pausedAt} is not null)`),
    check("users_deleted_since", sql`(${t.status} = 'deleted') = (${t.deletedAt} is not null)`),
  ],
);

/** When a user was last seen; apart from the user's row, so that looking around locks nothing. */
export const presence = pgTable(
  "presence",
  {
    accountId: uuid("account_id").notNull(),
    userId: uuid("user_id").notNull(),
    seenAt: timestamp("seen_at", { withTimezone: true }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.accountId, t.userId] }),
    foreignKey({
      columns: [t.accountId, t.userId],
      foreignColumns: [users.accountId, users.id],
    }).onDelete("cascade"),
    index("presence_by_time").on(t.accountId, t.seenAt),
  ],
);

/** One content-free line for each object that was permanently deleted (P35). */
export const ledger = pgTable(
  "ledger",
  {
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id, { onDelete: "cascade" }),
    id: uuid().notNull(),
    at: timestamp({ withTimezone: true })
      .notNull()
      .default(sql`now()`),
    /** what kind of object is gone */
    kind: text({ enum: ["user", "api_key", "webhook"] }).notNull(),
    actorKind: text("actor_kind").notNull(),
    actorId: uuid("actor_id"),
    /** activity entries destroyed with it */
    destroyed: integer().notNull(),
    requestId: text("request_id").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.accountId, t.id] }),
    index("ledger_by_time").on(t.accountId, t.at.desc(), t.id.desc()),
  ],
);
