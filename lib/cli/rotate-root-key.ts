import pg from "pg";

import { readEnv, StartError } from "@/lib/env";
import {
  adoptNextRootKeyFile,
  nextRootKeyFile,
  type RootKey,
  rootKeys,
} from "@/lib/vault/root-key";
import { keyStoreOf } from "@/lib/vault/key-place";
import type { StoredKeys } from "@/lib/vault/stored-keys";
import { WRAPPING_LOCK } from "@/lib/vault/keyring";
import { unwrap, wrap, type WrappedKey } from "@/lib/vault/wrap";

/**
 * Replaces the root key: every other key is wrapped anew, a batch per transaction, while the service goes on. Both
 * keys stay at hand until the last one is done, so that it may be interrupted anywhere and started again. What the
 * other keys sealed is not touched.
 */
export async function rotateRootKey(): Promise<string[]> {
  const env = readEnv(process.env);
  const [current, given] = rootKeys(env);
  if (!current)
    throw new StartError("There is no root key to rotate. Start the installation once first.");
  if (env.rootKey && !given) {
    throw new StartError(
      "The root key comes from CASTELLAN_ROOT_KEY: set CASTELLAN_ROOT_KEY_NEXT to a new one (`openssl rand -base64 32`), here and for the running processes, and run this again.",
    );
  }
  const next = env.rootKey ? given! : nextRootKeyFile(env);
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await client.connect();
  let rewrapped = 0;
  try {
    rewrapped += await rewrapInstallation(client, [current, next], next);
    await everyoneWrapsWithTheNext(client);
    rewrapped += await rewrapOwners(client, [current, next], next);
  } finally {
    await client.end();
  }
  if (!env.rootKey) adoptNextRootKeyFile(env);
  return [
    `${rewrapped} keys are wrapped by root key ${next.id} now; ${current.id} opens nothing any more.`,
    env.rootKey
      ? "Set CASTELLAN_ROOT_KEY to the new key, take CASTELLAN_ROOT_KEY_NEXT away, and restart."
      : `The new key is ${env.dataDir}/root.key. Keep a copy of it apart from the backups.`,
  ];
}

/** Whoever was making a key when the installation's own changed used the old one; their row must be there to be seen. */
async function everyoneWrapsWithTheNext(client: pg.Client): Promise<void> {
  await client.query("select pg_advisory_lock($1)", [WRAPPING_LOCK]);
  await client.query("select pg_advisory_unlock($1)", [WRAPPING_LOCK]);
}

/** The installation's own keys, all at once. */
async function rewrapInstallation(
  client: pg.Client,
  roots: RootKey[],
  next: RootKey,
): Promise<number> {
  await client.query("begin");
  const { rows } = await client.query<WrappedKey & { id: string; purpose: string }>(
    `select id, purpose, version, wrapped, root_key_id as "rootKeyId" from installation_keys
     where root_key_id <> $1 for update`,
    [next.id],
  );
  for (const { id, purpose, ...key } of rows) {
    const { wrapped } = wrapAnew(roots, next, `installation:${purpose}`, key);
    await client.query(
      "update installation_keys set wrapped = $1, root_key_id = $2 where id = $3",
      [wrapped, next.id, id],
    );
  }
  await client.query("commit");
  return rows.length;
}

/** Those of accounts and persons, wherever they are. A key that is destroyed meanwhile stays destroyed. */
async function rewrapOwners(client: pg.Client, roots: RootKey[], next: RootKey): Promise<number> {
  const { store } = await keyStoreOf(client);
  let done = 0;
  for await (const batch of store.walk(client)) {
    await client.query("begin");
    await client.query("select pg_advisory_xact_lock($1)", [WRAPPING_LOCK]);
    const stale: StoredKeys[] = [];
    for (const { owner } of batch.filter(({ keys }) => !keys.every(wrappedBy(next)))) {
      const keys = await store.load(client, owner);
      stale.push({ owner, keys: keys.map((key) => wrapAnew(roots, next, owner, key)) });
    }
    await store.replace(client, stale);
    await client.query("commit");
    done += stale.reduce((sum, { keys }) => sum + keys.length, 0);
  }
  return done;
}

const wrappedBy =
  ({ id }: RootKey) =>
  (key: WrappedKey) =>
    key.rootKeyId === id;

const wrapAnew = (roots: RootKey[], next: RootKey, owner: string, key: WrappedKey) =>
  wrappedBy(next)(key) ? key : wrap(next, owner, key.version, unwrap(roots, owner, key));
