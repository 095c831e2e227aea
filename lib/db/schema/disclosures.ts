import { sql } from "drizzle-orm";
import { index, integer, pgTable, text, timestamp, uuid } from "drizzle-orm/pg-core";

import { accounts } from "./accounts";

/**
 * What was told to a processor about an account or a person: who, for what and which fields, never what stood in them (P44).
 * Attempts of webhooks have rows of their own, which a ledger reads too. The ids of people stay when they are gone; they
 * lead to nobody then.
 */
export const disclosures = pgTable(
  "disclosures",
  {
    id: uuid().primaryKey(),
    accountId: uuid("account_id").references(() => accounts.id, { onDelete: "cascade" }),
    at: timestamp({ withTimezone: true })
      .notNull()
      .default(sql`now()`),
    processor: text().notNull(),
    purpose: text().notNull(),
    /** names of fields, separated by spaces */
    fields: text().notNull(),
    personId: uuid("person_id"),
    userId: uuid("user_id"),
    bytes: integer().notNull(),
    requestId: text("request_id").notNull(),
  },
  (t) => [
    index("disclosures_by_account").on(t.accountId, t.at.desc(), t.id.desc()),
    index("disclosures_by_person").on(t.personId, t.at.desc(), t.id.desc()),
  ],
);
