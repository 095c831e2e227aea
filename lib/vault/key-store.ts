import { createHash } from "node:crypto";

import type { Database } from "@/lib/db/connection";
import { keyStoreOf } from "./key-place";
import { type Asked, type Owner, partsOf, type SeparateStore } from "./stored-keys";
import { forgetVault } from "./vaults";
import type { WrappedKey } from "./wrap";

/**
 * The keys of an account or a person in scope. Keys in tables have the policies of their data; for those elsewhere the database is
 * asked, under the same policies, whether it shows their owner.
 */
export async function loadKeys(db: Database, owner: Owner): Promise<WrappedKey[]> {
  const { store, separate } = await keyStoreOf(db.$client);
  if (separate && !(await isSeen(db.$client, owner))) return [];
  return store.load(db.$client, owner);
}

/** Keeps the first key of a new account or person. */
export async function addKey(db: Database, owner: Owner, key: WrappedKey): Promise<void> {
  const { store } = await keyStoreOf(db.$client);
  await store.add(db.$client, owner, key);
}

/**
 * Destroys all keys of an account or a person in scope, so that nothing sealed with them is ever opened again (P65). It takes effect
 * with the transaction: undone, nothing is destroyed. Keys that are apart are destroyed by a job of that transaction.
 *
 * @returns the fingerprints of what is destroyed, for a certificate: SHA-256 of each wrapped key, in hex
 */
export async function destroyKeys(db: Database, owner: Owner): Promise<string[]> {
  const { store, separate } = await keyStoreOf(db.$client);
  const destroyed = separate
    ? await orderDestruction(db.$client, owner, separate)
    : await store.destroy(db.$client, owner);
  forgetVault(owner);
  return destroyed.map(fingerprintOf);
}

async function orderDestruction(
  on: Asked,
  owner: Owner,
  store: SeparateStore,
): Promise<WrappedKey[]> {
  const { rows } = await on.query(
    "select 'account:' || castellan.account_id() as account, 'person:' || castellan.person_id() as person",
  );
  if (![rows[0]!.account, rows[0]!.person].includes(owner))
    throw new Error("keys are destroyed of whoever is in scope alone");
  await on.query("select castellan.add_job('destroy_keys', $1::json, $2, now())", [
    JSON.stringify({ owner }),
    `destroy_keys:${owner}`,
  ]);
  return store.load(on, owner);
}

/** Whether the database shows this owner in the scope at hand. */
async function isSeen(on: Asked, owner: Owner): Promise<boolean> {
  const { kind, id } = partsOf(owner);
  const { rows } = await on.query(`select true as seen from ${kind}s where id = $1`, [id]);
  return rows.length === 1;
}

export const fingerprintOf = ({ wrapped }: WrappedKey): string =>
  createHash("sha256").update(wrapped).digest("hex");
