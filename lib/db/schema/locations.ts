import { sql } from "drizzle-orm";
import { check, pgTable, text, timestamp, uuid } from "drizzle-orm/pg-core";

/** Where data lives, in the operator's own words, which are public (P23). One that lies ahead is planned; one that has ended stays as history. */
export const locations = pgTable(
  "locations",
  {
    id: uuid().primaryKey(),
    /** what is kept there */
    what: text({ enum: ["database", "files", "logs", "backups", "processor"] }).notNull(),
    provider: text().notNull(),
    country: text().notNull(),
    /** city or data centre */
    place: text().notNull(),
    /** what sort of place it is: own hardware, a rented server, a cloud */
    kind: text().notNull(),
    /** the provider's name of its region, compared with what the installation runs in */
    region: text(),
    url: text(),
    announcedAt: timestamp("announced_at", { withTimezone: true })
      .notNull()
      .default(sql`now()`),
    since: timestamp({ withTimezone: true }).notNull(),
    until: timestamp({ withTimezone: true }),
  },
  (t) => [check("locations_end_after_they_begin", sql`${t.until} >= ${t.since}`)],
);
