import { sql } from "drizzle-orm";
import { check, integer, pgTable, text, timestamp, unique, uuid } from "drizzle-orm/pg-core";

import { digest, sealed } from "./columns";

/**
 * Which installation this is, and what for: one row, written at the first start. A copy of the data keeps it, so that data of
 * one environment does not start under another's configuration (P25).
 */
export const installation = pgTable(
  "installation",
  {
    id: integer().primaryKey().default(1),
    installationId: uuid("installation_id").notNull(),
    environment: text().notNull(),
    markedAt: timestamp("marked_at", { withTimezone: true })
      .notNull()
      .default(sql`now()`),
  },
  (t) => [check("installation_one_row", sql`${t.id} = 1`)],
);

/** Keys of the installation itself, each wrapped by the root key. */
export const installationKeys = pgTable(
  "installation_keys",
  {
    id: uuid().primaryKey(),
    purpose: text().notNull(),
    version: integer().notNull(),
    wrapped: sealed("secret").notNull(),
    /** fingerprint of the root key that wraps it */
    rootKeyId: text("root_key_id").notNull(),
    createdAt: timestamp("created_at", { withTimezone: true })
      .notNull()
      .default(sql`now()`),
  },
  (t) => [unique().on(t.purpose, t.version)],
);

/** Where the keys of accounts and persons are (`lib/vault/key-place.ts`): one row. */
export const keyPlace = pgTable(
  "key_place",
  {
    id: integer().primaryKey().default(1),
    place: text({ enum: ["together", "apart", "elsewhere"] }).notNull(),
    /** the store they are in, or were in last, so that no other is taken for it */
    store: uuid().notNull(),
    /** the place they came from, as long as it has not been emptied */
    leaving: text({ enum: ["together", "apart", "elsewhere"] }),
    /** until when backups of the database had them too; null when they never did */
    togetherUntil: timestamp("together_until", { withTimezone: true }),
    since: timestamp({ withTimezone: true })
      .notNull()
      .default(sql`now()`),
  },
  (t) => [
    check("key_place_one_row", sql`${t.id} = 1`),
    check("key_place_known", sql`${t.place} in ('together', 'apart', 'elsewhere')`),
  ],
);

/** Counters that slow down guessing; the key is an HMAC of what is counted. */
export const limits = pgTable("limits", {
  key: digest().primaryKey(),
  hits: integer().notNull(),
  since: timestamp({ withTimezone: true })
    .notNull()
    .default(sql`now()`),
  lastAt: timestamp("last_at", { withTimezone: true })
    .notNull()
    .default(sql`now()`),
  endsAt: timestamp("ends_at", { withTimezone: true }),
});

/** Letters that arrived in the local mailbox of a loopback installation. */
export const mailbox = pgTable("mailbox", {
  id: uuid().primaryKey(),
  message: sealed("content").notNull(),
  at: timestamp({ withTimezone: true })
    .notNull()
    .default(sql`now()`),
});
