import type { ClientBase } from "pg";

import { keyStoreOf } from "@/lib/vault/key-place";

/**
 * Sees that every account and person of restored data has a key: data without one is lost, and would be noticed one by one.
 *
 * @param client the owner of the tables
 */
export async function insistOnEveryKey(client: ClientBase): Promise<void> {
  const { store } = await keyStoreOf(client);
  const kept = new Set<string>();
  for await (const batch of store.walk(client)) for (const { owner } of batch) kept.add(owner);
  await client.query("begin");
  await client.query("set local role castellan_gatekeeper");
  const { rows } = await client.query<{ owner: string }>(
    "select 'account:' || id as owner from accounts where state <> 'purging' union all select 'person:' || id from persons",
  );
  await client.query("commit");
  const without = rows.filter(({ owner }) => !kept.has(owner));
  if (without.length)
    throw new Error(
      `${without.length} accounts and persons of ${rows.length} have no key: nothing of theirs can be read`,
    );
}
