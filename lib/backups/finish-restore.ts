import { existsSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";

import pg from "pg";
import { z } from "zod";

import { inTransaction } from "@/lib/db/connection";
import { call } from "@/lib/db/scope";
import type { Env } from "@/lib/env";
import { operatorClaim } from "@/lib/gate/claim";
import { execute } from "@/lib/gate/execute";
import { endWithoutSending } from "@/lib/mail/send-letter";
import { writeWhole } from "@/lib/durable";
import { noteRestore } from "./note-restore";

/** A restore that has been decided and may not yet be whole: as long as its note lies there, nobody is served. */
const Note = z.strictObject({
  id: z.uuid(),
  label: z.string(),
  at: z.coerce.date(),
  /** null when only the database itself knows */
  restoredTo: z.coerce.date().nullable(),
});
export type RestoreNote = z.infer<typeof Note>;

const noteFile = (env: Env) => join(env.dataDir, "restored.json");

export const writeRestoreNote = (env: Env, note: RestoreNote) =>
  writeWhole(noteFile(env), JSON.stringify(note));

export async function readRestoreNote(env: Env): Promise<RestoreNote | null> {
  if (!existsSync(noteFile(env))) return null;
  return Note.parse(JSON.parse(await readFile(noteFile(env), "utf8")));
}

export type Finished = {
  sessions: number;
  links: number;
  letters: number;
  deliveries: number;
  jobs: number;
  accounts: number;
};

/**
 * What has to be done to restored data before anyone is served, in steps that may be cut short and done again: sessions and links are
 * void, nothing that waited in the outbox is sent a second time, and every account is told. Erasures were replayed before.
 *
 * @param ownerUrl owner of the tables
 * @returns null when the data did not come out of a backup, or all of it was done
 */
export async function finishRestore(ownerUrl: string, env: Env): Promise<Finished | null> {
  const note = await readRestoreNote(env);
  if (!note) return null;
  const client = new pg.Client({
    connectionString: ownerUrl,
    application_name: "castellan restore",
  });
  client.on("error", () => {});
  await client.connect();
  try {
    const restoredTo = note.restoredTo ?? (await recoveredTo(client)) ?? note.at;
    const jobs = await quarantineJobs(client);
    const voided = await voidAccess(client);
    const letters = await quarantineLetters(client);
    await client.query(
      `insert into restores (id, label, at, restored_to, sessions, links, letters, jobs) values ($1, $2, $3, $4, $5, $6, $7, $8)
       on conflict (id) do update set sessions = restores.sessions + excluded.sessions, links = restores.links + excluded.links,
         letters = restores.letters + excluded.letters, jobs = restores.jobs + excluded.jobs`,
      [
        ...[note.id, note.label, note.at, restoredTo],
        ...[voided.sessions, voided.links, letters, jobs],
      ],
    );
    const accounts = await tellAccounts(client, { ...note, restoredTo });
    await client.query("update restores set finished_at = now() where id = $1", [note.id]);
    await rm(noteFile(env));
    return { ...voided, letters, jobs, accounts };
  } finally {
    await client.end();
  }
}

/** The time of the last change that was recovered, as long as the server runs that recovered it. */
export async function recoveredTo(client: pg.Client): Promise<Date | null> {
  const { rows } = await client.query<{ at: Date | null }>(
    "select pg_last_xact_replay_timestamp() as at",
  );
  return rows[0]!.at;
}

/** What waited in the queue of the past is not begun: whatever it was to do was done, or is told by the outbox. */
async function quarantineJobs(client: pg.Client): Promise<number> {
  await client.query(
    `select graphile_worker.force_unlock_workers(array_agg(distinct locked_by)) from graphile_worker.jobs
     where locked_by is not null having count(*) > 0`,
  );
  const { rows } = await client.query<{ n: number }>(
    `select count(*)::int as n from graphile_worker.complete_jobs(
       (select coalesce(array_agg(id), '{}') from graphile_worker.jobs))`,
  );
  return rows[0]!.n;
}

/** Whoever was signed in at the time of the backup, or held a link, may have lost that right since. */
async function voidAccess(
  client: pg.Client,
): Promise<{ sessions: number; links: number; deliveries: number }> {
  await client.query("begin");
  try {
    await client.query("set local role castellan_gatekeeper");
    const changed = async (sql: string) => (await client.query(sql)).rowCount ?? 0;
    const sessions = await changed(
      "update sessions set ended_at = now(), ended_by = 'restore' where ended_at is null",
    );
    const links = await changed(
      "update links set voided_at = now() where consumed_at is null and voided_at is null",
    );
    const deliveries = await changed(
      "update webhook_deliveries set state = 'held', next_at = null where state = 'pending'",
    );
    // An owner may have ended what was open then.
    await changed(
      `update support_grants set ended_at = now(), ended_by = 'operator'
       where decision = 'approved' and ended_at is null and coalesce(ends_at, lapses_at) > now()`,
    );
    await changed("update webhook_messages set fanned_out_at = now() where fanned_out_at is null");
    await client.query("commit");
    return { sessions, links, deliveries };
  } catch (error) {
    await client.query("rollback");
    throw error;
  }
}

/** A letter that waited at the time of the backup was sent long ago, or tells what is no longer so. */
async function quarantineLetters(client: pg.Client): Promise<number> {
  await client.query("begin");
  await client.query("set local role castellan_gatekeeper");
  const { rows } = await client.query<{ id: string; person_id: string }>(
    "select id, person_id from letters where state = 'queued'",
  );
  await client.query("commit");
  for (const { id, person_id: personId } of rows)
    await endWithoutSending(id, personId, "It waited while the data was restored from a backup.");
  return rows.length;
}

async function tellAccounts(
  client: pg.Client,
  note: RestoreNote & { restoredTo: Date },
): Promise<number> {
  const ids = await inTransaction((db) => call<{ account_ids: string }>(db, "account_ids"));
  for (const { account_ids: accountId } of ids) {
    if (await isTold(client, accountId, note.id)) continue;
    const claim = operatorClaim(accountId);
    claim.request.id = note.id;
    const { restoredTo, at } = note;
    const outcome = await execute(noteRestore, claim, { restoredTo, at });
    if (!outcome.ok) throw new Error(`an account was not told of the restore: ${outcome.code}`);
  }
  return ids.length;
}

async function isTold(client: pg.Client, accountId: string, id: string): Promise<boolean> {
  await client.query("begin");
  await client.query("set local role castellan_gatekeeper");
  const { rowCount } = await client.query(
    "select from activity where account_id = $1 and request_id = $2",
    [accountId, id],
  );
  await client.query("commit");
  return rowCount === 1;
}
