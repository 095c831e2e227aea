import pg from "pg";

import { readEnv, StartError } from "@/lib/env";
import {
  adoptNextRootKeyFile,
  nextRootKeyFile,
  type RootKey,
  rootKeys,
} from "@/lib/vault/root-key";
import { WRAPPING_LOCK } from "@/lib/vault/keyring";
import { unwrap, wrap } from "@/lib/vault/wrap";

const AT_ONCE = 500;

/** The tables with wrapped keys: how a row is named, and whose key it is. */
const tables = [
  {
    table: "installation_keys",
    id: ["purpose", "version"],
    owner: (row: Row) => `installation:${row.purpose}`,
  },
  {
    table: "account_keys",
    id: ["account_id", "version"],
    owner: (row: Row) => `account:${row.account_id}`,
  },
  {
    table: "person_keys",
    id: ["person_id", "version"],
    owner: (row: Row) => `person:${row.person_id}`,
  },
] as const;

type Row = { version: number; wrapped: Buffer; root_key_id: string } & Record<string, string>;

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
  const [installation, ...others] = tables;
  let rewrapped = 0;
  try {
    rewrapped += await rewrap(client, installation, [current, next], next);
    await everyoneWrapsWithTheNext(client);
    for (const table of others) rewrapped += await rewrap(client, table, [current, next], next);
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

async function rewrap(
  client: pg.Client,
  { table, id, owner }: (typeof tables)[number],
  roots: RootKey[],
  next: RootKey,
): Promise<number> {
  for (let done = 0; ;) {
    await client.query("begin");
    const { rows } = await client.query<Row>(
      `select ${id.join(", ")}, wrapped, root_key_id from ${table} where root_key_id <> $1 limit ${AT_ONCE} for update`,
      [next.id],
    );
    for (const row of rows) {
      const stored = { version: row.version, wrapped: row.wrapped, rootKeyId: row.root_key_id };
      const { wrapped } = wrap(next, owner(row), row.version, unwrap(roots, owner(row), stored));
      await client.query(
        `update ${table} set wrapped = $1, root_key_id = $2 where ${id[0]} = $3 and ${id[1]} = $4`,
        [wrapped, next.id, row[id[0]], row.version],
      );
    }
    await client.query("commit");
    if (!rows.length) return done;
    done += rows.length;
  }
}
