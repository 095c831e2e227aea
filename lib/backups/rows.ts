import pg from "pg";

import { newId } from "@/lib/db/id";
import type { BackupEntry, BackupKind, EngineName, Trouble } from "./backup";
import type { Inventory } from "./engine";
import type { KeyCopies } from "./key-sets";

/** What a rehearsal came to. */
export type DrillRow = {
  at: Date;
  label: string | null;
  outcome: "passed" | "failed";
  trouble: Trouble | null;
  recoveryPoint?: number;
  recoveryTime?: number;
  rows?: number;
  canaries?: number;
  erasures?: number;
};

/** Works as the owner of the tables, who alone writes what is remembered of backups. */
export async function asOwner<T>(
  ownerUrl: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({
    connectionString: ownerUrl,
    application_name: "castellan backup",
  });
  client.on("error", () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

export const noteDrill = (ownerUrl: string, drill: DrillRow) =>
  asOwner(ownerUrl, (client) =>
    client.query(
      `insert into drills (id, label, at, ended_at, outcome, trouble, recovery_point, recovery_time, rows, canaries, erasures)
       values ($1, $2, $3, now(), $4, $5, $6, $7, $8, $9, $10)`,
      [
        ...[newId(), drill.label, drill.at, drill.outcome, drill.trouble],
        ...[drill.recoveryPoint, drill.recoveryTime, drill.rows, drill.canaries, drill.erasures],
      ],
    ),
  );

/** Notes a backup that failed; those that are whole are noted from what lies on the disk. */
export const noteFailure = (
  ownerUrl: string,
  failed: {
    label: string;
    kind: BackupKind;
    engine: EngineName;
    startedAt: Date;
    trouble: Trouble;
  },
) =>
  asOwner(ownerUrl, (client) =>
    client.query(
      `insert into backups (id, label, kind, engine, state, trouble, started_at, ended_at, bytes, rows)
       values ($1, $2, $3, $4, 'failed', $5, $6, now(), 0, 0) on conflict do nothing`,
      [newId(), failed.label, failed.kind, failed.engine, failed.trouble, failed.startedAt],
    ),
  );

/** Brings what the database remembers of backups to what lies on the disk. */
export const noteInventory = (
  ownerUrl: string,
  { backups, restorableTo, waiting, gap, sealed }: Inventory,
  more: { keyHere: boolean; journalWhole: boolean; keys: KeyCopies | null },
) =>
  asOwner(ownerUrl, async (client) => {
    await client.query("begin");
    for (const one of backups) await client.query(whole, valuesOf(one));
    await client.query(
      "update backups set state = 'dropped' where state = 'whole' and not label = any ($1)",
      [backups.map(({ label }) => label)],
    );
    await client.query(
      `insert into backup_state (id, checked_at, restorable_to, waiting, gap, sealed, key_here, journal_whole,
         key_sets, keys_copied_at, oldest_keys, keys_waiting)
       values (1, now(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (id) do update set checked_at = excluded.checked_at,
         restorable_to = excluded.restorable_to, waiting = excluded.waiting, gap = excluded.gap, sealed = excluded.sealed,
         key_here = excluded.key_here, journal_whole = excluded.journal_whole, key_sets = excluded.key_sets,
         keys_copied_at = excluded.keys_copied_at, oldest_keys = excluded.oldest_keys, keys_waiting = excluded.keys_waiting`,
      [
        ...[restorableTo, waiting, gap, sealed, more.keyHere, more.journalWhole],
        ...[more.keys?.sets, more.keys?.newest, more.keys?.oldest, more.keys?.waiting],
      ],
    );
    await client.query("commit");
  });

const whole = `insert into backups (id, label, kind, engine, base, state, started_at, ended_at, bytes, rows)
  values ($1, $2, $3, $4, $5, 'whole', $6, $7, $8, $9) on conflict (label) do update set state = 'whole', trouble = null`;

const valuesOf = (one: BackupEntry) => [
  ...[newId(), one.label, one.kind, one.engine, one.base],
  ...[one.startedAt, one.endedAt, one.bytes, one.rows],
];
