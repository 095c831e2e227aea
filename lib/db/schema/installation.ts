import { sql } from "drizzle-orm";
import { integer, pgTable, text, timestamp, unique, uuid } from "drizzle-orm/pg-core";

import { digest, sealed } from "./columns";

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
