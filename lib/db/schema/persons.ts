import { sql } from "drizzle-orm";
import { integer, pgTable, primaryKey, text, timestamp, uuid } from "drizzle-orm/pg-core";

import { digest, sealed } from "./columns";

/** One human with one login. Exists once per installation; belongs to accounts through users. */
export const persons = pgTable("persons", {
  id: uuid().primaryKey(),
  email: sealed("personal").notNull(),
  /** HMAC of the canonical address, whole: the only way to find a person by address */
  emailIndex: digest("email_index").notNull().unique(),
  /** keyed pre-hash and bcrypt (`lib/passwords/hash.ts`); null until a password was set */
  passwordHash: text("password_hash"),
  passwordSetAt: timestamp("password_set_at", { withTimezone: true }),
  /** grows when password or e-mail change; links issued before are dead */
  credentialVersion: integer("credential_version").notNull().default(1),
  /** after an address was taken back, it cannot be changed again before this instant */
  emailFrozenUntil: timestamp("email_frozen_until", { withTimezone: true }),
  createdAt: timestamp("created_at", { withTimezone: true })
    .notNull()
    .default(sql`now()`),
});

export const personKeys = pgTable(
  "person_keys",
  {
    personId: uuid("person_id")
      .notNull()
      .references(() => persons.id, { onDelete: "cascade" }),
    version: integer().notNull(),
    wrapped: sealed("secret").notNull(),
    rootKeyId: text("root_key_id").notNull(),
    createdAt: timestamp("created_at", { withTimezone: true })
      .notNull()
      .default(sql`now()`),
  },
  (t) => [primaryKey({ columns: [t.personId, t.version] })],
);
