import type { ClientBase } from "pg";

import { keyStoreOf } from "@/lib/vault/key-place";
import type { Owner } from "@/lib/vault/stored-keys";
import type { Erasure } from "./journal";

/**
 * Completes what the journal knows: people who were taken off the staff and were nobody else are gone again, and so are the keys of
 * everyone who is, and of accounts that were purged. Those keys came back with a copy from before, or their destruction was ordered and cut short. Keys that are with the
 * data went with it.
 *
 * @param client the owner of the tables
 */
export async function destroyAgain(client: ClientBase, erasures: Erasure[]): Promise<void> {
  const gone = erasures.flatMap(({ personId }) => personId ?? []);
  await client.query("begin");
  await client.query("set local role castellan_gatekeeper");
  await client.query(
    `delete from persons p where id = any ($1) and not exists (select from users u where u.person_id = p.id)`,
    [erasures.flatMap(({ kind, personId }) => (kind === "staff" ? (personId ?? []) : []))],
  );
  const { rows } = await client.query<{ id: string }>(
    "select id from persons where id = any ($1)",
    [gone],
  );
  const { rows: open } = await client.query<{ id: string }>("select id from accounts");
  await client.query("commit");
  const there = new Set(rows.map(({ id }) => id));
  const { separate } = await keyStoreOf(client);
  const owners = new Set(gone.filter((id) => !there.has(id)).map((id): Owner => `person:${id}`));
  const accounts = erasures
    .filter(({ kind, accountId }) => kind === "account" && open.every(({ id }) => id !== accountId))
    .map(({ accountId }): Owner => `account:${accountId}`);
  await separate?.drop(client, [...owners, ...accounts]);
}
