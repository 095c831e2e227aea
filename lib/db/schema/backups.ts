import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  pgTable,
  text,
  timestamp,
  uuid,
} from "drizzle-orm/pg-core";

/** Every backup that was tried: fulls, and the daily cuts between them (P67). The files themselves say what is whole. */
export const backups = pgTable(
  "backups",
  {
    id: uuid().primaryKey(),
    /** its name on the backup disk */
    label: text().notNull().unique(),
    kind: text({ enum: ["full", "increment"] }).notNull(),
    engine: text({ enum: ["embedded", "pgbackrest"] }).notNull(),
    /** label of the full it stands on */
    base: text(),
    state: text({ enum: ["whole", "failed", "dropped"] }).notNull(),
    /** why it failed */
    trouble: text(),
    startedAt: timestamp("started_at", { withTimezone: true }).notNull(),
    endedAt: timestamp("ended_at", { withTimezone: true }).notNull(),
    /** on the backup disk, sealed */
    bytes: bigint({ mode: "number" }).notNull(),
    /** rows it holds, by its manifest */
    rows: bigint({ mode: "number" }).notNull(),
  },
  (t) => [
    index("backups_by_time").on(t.endedAt),
    check("backups_state", sql`${t.state} in ('whole', 'failed', 'dropped')`),
  ],
);

/** What the worker saw when it last looked at the backups: one row. */
export const backupState = pgTable(
  "backup_state",
  {
    id: integer().primaryKey().default(1),
    checkedAt: timestamp("checked_at", { withTimezone: true }).notNull(),
    /** the newest moment that could be restored */
    restorableTo: timestamp("restorable_to", { withTimezone: true }),
    /** pieces of the write-ahead log that wait to be shipped */
    waiting: integer().notNull(),
    /** a piece is missing between the newest full and now */
    gap: boolean().notNull(),
    /** the private key still lies on this machine */
    keyHere: boolean("key_here").notNull(),
    /** backups are sealed, and lie where they were declared to lie */
    sealed: boolean().notNull(),
    /** the erasure journal has every erasure the database knows */
    journalWhole: boolean("journal_whole").notNull(),
    /** sets of copied keys on the backup disk; all null as long as keys are with the data */
    keySets: integer("key_sets"),
    /** when the newest was last added to */
    keysCopiedAt: timestamp("keys_copied_at", { withTimezone: true }),
    oldestKeys: timestamp("oldest_keys", { withTimezone: true }),
    /** new keys that wait to be copied */
    keysWaiting: integer("keys_waiting"),
  },
  (t) => [check("backup_state_one_row", sql`${t.id} = 1`)],
);

/** What is wrong with the backups, since when, and when the operator's people were last told by letter. */
export const backupAlarms = pgTable("backup_alarms", {
  kind: text().primaryKey(),
  since: timestamp({ withTimezone: true }).notNull(),
  toldAt: timestamp("told_at", { withTimezone: true }),
});

/** Each rehearsal of a restore, and what it measured (P70). */
export const drills = pgTable(
  "drills",
  {
    id: uuid().primaryKey(),
    /** the backup that was restored; null when none could be */
    label: text(),
    at: timestamp({ withTimezone: true }).notNull(),
    endedAt: timestamp("ended_at", { withTimezone: true }).notNull(),
    outcome: text({ enum: ["passed", "failed"] }).notNull(),
    trouble: text(),
    /** seconds of work that would have been lost had the machine been lost at that moment */
    recoveryPoint: integer("recovery_point"),
    /** milliseconds from nothing to an application that answers */
    recoveryTime: integer("recovery_time"),
    rows: bigint({ mode: "number" }),
    /** fields that were opened */
    canaries: integer(),
    /** erasures that were replayed */
    erasures: integer(),
  },
  (t) => [index("drills_by_time").on(t.at)],
);

/** Each time this installation's data came out of a backup. */
export const restores = pgTable("restores", {
  id: uuid().primaryKey(),
  label: text().notNull(),
  at: timestamp({ withTimezone: true }).notNull(),
  /** the moment the data is of */
  restoredTo: timestamp("restored_to", { withTimezone: true }).notNull(),
  finishedAt: timestamp("finished_at", { withTimezone: true }),
  erasures: integer().notNull().default(0),
  sessions: integer().notNull().default(0),
  links: integer().notNull().default(0),
  keys: integer().notNull().default(0),
  letters: integer().notNull().default(0),
  jobs: integer().notNull().default(0),
});

/**
 * What was permanently deleted, by opaque ids: the database's own position in the journal that is kept outside of it
 * (`lib/backups/journal.ts`).
 */
export const erasures = pgTable("erasures", {
  id: uuid().primaryKey(),
  at: timestamp({ withTimezone: true })
    .notNull()
    .default(sql`now()`),
  /** `api_key`: a key that was revoked; `removed_key` and `removed_webhook`: gone for good */
  kind: text({
    enum: ["user", "api_key", "staff", "account", "person", "removed_key", "removed_webhook"],
  }).notNull(),
  accountId: uuid("account_id").notNull(),
  objectId: uuid("object_id").notNull(),
  personId: uuid("person_id"),
});
