import type { ClientBase } from "pg";

import { inTransaction } from "@/lib/db/connection";
import { enterScope } from "@/lib/db/scope";
import type { Env } from "@/lib/env";
import { emptyAccount } from "@/lib/purge/empty-account";
import { destroyKeys } from "@/lib/vault/key-store";
import { rootKeys } from "@/lib/vault/root-key";
import { unwrap } from "@/lib/vault/wrap";
import { destroyAgain } from "./destroy-again";
import { readJournals } from "./journal";

export type Replay = {
  /** erasures the journal knew and the database did not */
  replayed: number;
  /** erasures the database knows and the journal does not */
  unknown: number;
  /** lines of the journal that are not as they were written */
  damaged: number;
};

/**
 * Compares the database's own position in the erasure journal with the journal, and erases again whatever a restore has
 * brought back (P66). It runs at every start, before anyone is served.
 *
 * @param client the owner of the tables
 */
export async function replayErasures(client: ClientBase, env: Env): Promise<Replay> {
  const journal = await readJournals(env, await journalKey(client, env));
  const { rows: known } = await client.query<{ id: string }>("select id from erasures");
  const done = new Set(known.map(({ id }) => id));
  let replayed = 0;
  for (const { id, at, kind, accountId, objectId, personId } of journal.erasures) {
    if (done.delete(id)) continue;
    await client.query("select castellan.replay_erasure($1, $2, $3, $4, $5, $6)", [
      ...[id, at, kind],
      ...[accountId, objectId, personId],
    ]);
    replayed += 1;
  }
  await purgeAgain(client);
  await destroyAgain(client, journal.erasures);
  return { replayed, unknown: done.size, damaged: journal.damaged };
}

/**
 * Empties the accounts that a restore has brought back after their purge. The database shut them when their line was replayed; one whose
 * purge was under way at the time of the backup is left to the worker, which certifies it.
 */
async function purgeAgain(client: ClientBase): Promise<void> {
  await client.query("begin");
  await client.query("set local role castellan_gatekeeper");
  const { rows } = await client.query<{ id: string }>(
    `select a.id from accounts a where a.state = 'purging'
       and not exists (select from purges p where p.account_id = a.id and p.kind = 'account' and p.finished_at is null)`,
  );
  await client.query("commit");
  for (const { id } of rows) {
    await inTransaction(async (db) => {
      await enterScope(db, id);
      await destroyKeys(db, `account:${id}`);
    });
    await emptyAccount(client, id, () => Promise.resolve());
  }
}

/** What the lines of the journal are signed with; a key of the installation, so that it survives a rotation of the root key. */
export async function journalKey(client: ClientBase, env: Env): Promise<Buffer> {
  const { rows } = await client.query<{ version: number; wrapped: Buffer; root_key_id: string }>(
    "select version, wrapped, root_key_id from installation_keys where purpose = 'journal' order by version desc limit 1",
  );
  const { version, wrapped, root_key_id: rootKeyId } = rows[0]!;
  return unwrap(rootKeys(env), "installation:journal", { version, wrapped, rootKeyId });
}
