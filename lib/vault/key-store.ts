import { createHash } from "node:crypto";

import type { Database } from "@/lib/db/connection";
import { keysTogether } from "./keys-together";
import { forgetVault } from "./vaults";
import type { WrappedKey } from "./wrap";

/** Whose fields a key seals. */
export type Owner = `account:${string}` | `person:${string}`;

/** Someone to ask the database: a request in its scope, or the owner of the tables. */
export type Asked = {
  query(text: string, values?: unknown[]): Promise<{ rows: Record<string, unknown>[] }>;
};

/** Where the wrapped keys of accounts and persons are kept. Those of the installation stay with the data: without them nothing starts. */
export type KeyStore = {
  /** an owner's keys, in any order; none when there are none for whoever asks */
  load(on: Asked, owner: Owner): Promise<WrappedKey[]>;
  /** keeps a new owner's first key: it is safe before the transaction that needs it commits */
  add(on: Asked, owner: Owner, key: WrappedKey): Promise<void>;
  /** answers with what is gone */
  destroy(on: Asked, owner: Owner): Promise<WrappedKey[]>;
};

const keyStore = (): KeyStore => keysTogether;

/** The keys of an account or a person in scope. */
export const loadKeys = (db: Database, owner: Owner): Promise<WrappedKey[]> =>
  keyStore().load(db.$client, owner);

/** Keeps the first key of a new account or person. */
export const addKey = (db: Database, owner: Owner, key: WrappedKey): Promise<void> =>
  keyStore().add(db.$client, owner, key);

/**
 * Destroys all keys of an account or a person in scope, so that nothing sealed with them is ever opened again (P65). It takes effect
 * with the transaction: undone, nothing is destroyed.
 *
 * @returns the fingerprints of what is destroyed, for a certificate: SHA-256 of each wrapped key, in hex
 */
export async function destroyKeys(db: Database, owner: Owner): Promise<string[]> {
  const destroyed = await keyStore().destroy(db.$client, owner);
  forgetVault(owner);
  return destroyed.map(fingerprintOf);
}

export const fingerprintOf = ({ wrapped }: WrappedKey): string =>
  createHash("sha256").update(wrapped).digest("hex");
