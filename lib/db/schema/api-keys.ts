import { sql } from "drizzle-orm";
import { index, integer, pgTable, primaryKey, text, timestamp, uuid } from "drizzle-orm/pg-core";

import { accounts } from "./accounts";
import { digest, sealed } from "./columns";

/** A program's way in. The key itself is shown once; only its hash is kept. */
export const apiKeys = pgTable(
  "api_keys",
  {
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id, { onDelete: "cascade" }),
    id: uuid().notNull(),
    keyHash: digest("key_hash").notNull().unique(),
    name: sealed("content").notNull(),
    /** its last four characters, by which people tell keys apart */
    hint: text().notNull(),
    /** whoever made it: it never may more than they; null once they are gone, and then it may nothing */
    holderId: uuid("holder_id"),
    /** names of scopes, separated by spaces */
    scopes: text().notNull(),
    /** the address ranges it may be used from, as a list; null is everywhere */
    networks: sealed("personal"),
    createdAt: timestamp("created_at", { withTimezone: true })
      .notNull()
      .default(sql`now()`),
    expiresAt: timestamp("expires_at", { withTimezone: true }).notNull(),
    usedAt: timestamp("used_at", { withTimezone: true }),
    /** address, place and program of the last use */
    usedFrom: sealed("personal", "used_from"),
    revokedAt: timestamp("revoked_at", { withTimezone: true }),
    revokedBecause: text("revoked_because", { enum: ["person", "rotation", "exposed"] }),
    /** the key it was rotated to */
    successorId: uuid("successor_id"),
    /** when its holder was told that it will expire */
    remindedAt: timestamp("reminded_at", { withTimezone: true }),
    version: integer().notNull().default(1),
  },
  (t) => [
    primaryKey({ columns: [t.accountId, t.id] }),
    index("api_keys_by_holder").on(t.accountId, t.holderId),
  ],
);
