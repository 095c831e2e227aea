import { sql } from "drizzle-orm";
import {
  bigint,
  check,
  index,
  integer,
  pgTable,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";

import { accounts } from "./accounts";
import { sealed } from "./columns";
import { persons } from "./persons";

/**
 * A file that was asked for: the take-out archive of an account, or a person's copy of their data. The file lies sealed in
 * the data directory; without the key in this row nobody opens it, and that key is sealed for the account or the person.
 */
export const exportFiles = pgTable(
  "exports",
  {
    id: uuid().primaryKey(),
    kind: text({ enum: ["account", "person"] }).notNull(),
    /** whose take-out archive it is */
    accountId: uuid("account_id").references(() => accounts.id, { onDelete: "cascade" }),
    /** whose copy it is */
    personId: uuid("person_id").references(() => persons.id, { onDelete: "cascade" }),
    state: text({ enum: ["queued", "running", "ready", "failed", "expired", "cancelled"] })
      .notNull()
      .default("queued"),
    /** the user who asked */
    requestedBy: uuid("requested_by").notNull(),
    requestedAt: timestamp("requested_at", { withTimezone: true })
      .notNull()
      .default(sql`now()`),
    requestId: text("request_id").notNull(),
    startedAt: timestamp("started_at", { withTimezone: true }),
    endedAt: timestamp("ended_at", { withTimezone: true }),
    /** the try that writes or wrote the file, which is named for it; an older try gives up */
    run: uuid(),
    /** percent */
    progress: integer().notNull().default(0),
    rows: bigint({ mode: "number" }),
    bytes: bigint({ mode: "number" }),
    expiresAt: timestamp("expires_at", { withTimezone: true }),
    downloads: integer().notNull().default(0),
    /** opens the file; gone as soon as nobody may have it any more */
    fileKey: sealed("secret", "file_key"),
    /** why it could not be made, for the one who asked */
    trouble: sealed("content"),
  },
  (t) => [
    index("exports_by_account").on(t.accountId, t.requestedAt),
    index("exports_by_person").on(t.personId, t.requestedAt),
    uniqueIndex("exports_one_under_way_of_account")
      .on(t.accountId)
      .where(sql`${t.state} in ('queued', 'running')`),
    uniqueIndex("exports_one_under_way_of_person")
      .on(t.personId)
      .where(sql`${t.state} in ('queued', 'running')`),
    check(
      "exports_of_one",
      sql`(${t.kind} = 'account') = (${t.accountId} is not null) and (${t.kind} = 'person') = (${t.personId} is not null)`,
    ),
    check("exports_key_while_ready", sql`(${t.state} = 'ready') = (${t.fileKey} is not null)`),
  ],
);

/** Each archive that was imported here, by its own id, so that none becomes two accounts. */
export const imports = pgTable("imports", {
  id: uuid().primaryKey(),
  accountId: uuid("account_id")
    .notNull()
    .references(() => accounts.id, { onDelete: "cascade" }),
  at: timestamp({ withTimezone: true })
    .notNull()
    .default(sql`now()`),
});
