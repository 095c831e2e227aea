import pg from "pg";

import { readEnv } from "@/lib/env";
import { keyStoreOf } from "@/lib/vault/key-place";
import { partsOf } from "@/lib/vault/stored-keys";
import { nameOf } from "@/lib/vault/move-keys";
import { rootKeys } from "@/lib/vault/root-key";

/** Versions of server, migrations and keys, and what waits in the queue. Names nobody. */
export async function status(): Promise<string[]> {
  const env = readEnv(process.env);
  const [root] = rootKeys(env);
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await client.connect();
  try {
    const one = async (sql: string) =>
      Object.values((await client.query(sql)).rows[0] as object).map(String);
    const [server] = await one("show server_version");
    const [migrations, newest] = await one(
      "select count(*), to_timestamp(max(created_at) / 1000)::date::text as newest from drizzle.__drizzle_migrations",
    );
    const { rows: keys } = await client.query<{
      purpose: string;
      version: number;
      root_key_id: string;
    }>(
      "select distinct on (purpose) purpose, version, root_key_id from installation_keys order by purpose, version desc",
    );
    const owned = await ownersKeys(client, root?.id);
    const [queued, oldest] = await one(
      "select count(*), coalesce(extract(epoch from now() - min(run_at))::int, 0) as oldest from graphile_worker.jobs where run_at <= now()",
    );
    const [letters, failed] = await one(
      "select count(*) filter (where state = 'queued') as queued, count(*) filter (where state = 'failed') as failed from letters",
    );
    return [
      `PostgreSQL      ${server}${env.databaseUrl ? "" : " (embedded)"}`,
      `Migrations      ${migrations}, the newest of ${newest}`,
      `Root key        ${root?.id} from ${env.rootKey ? "CASTELLAN_ROOT_KEY" : "the data directory"}`,
      ...keys.map(
        ({ purpose, version, root_key_id: by }) =>
          `Key ${purpose.padEnd(12)}version ${version}${by === root?.id ? "" : `, wrapped by root key ${by}`}`,
      ),
      ...owned,
      `Queue           ${queued} due, the oldest waiting ${oldest} s`,
      `Letters         ${letters} queued, ${failed} failed`,
    ];
  } finally {
    await client.end();
  }
}

/** How many keys accounts and persons have, and where. */
async function ownersKeys(client: pg.Client, rootKeyId: string | undefined): Promise<string[]> {
  const kept = await keyStoreOf(client);
  const counted = { account: [0, 0], person: [0, 0] };
  for await (const batch of kept.store.walk(client))
    for (const { owner, keys } of batch) {
      const counts = counted[partsOf(owner).kind];
      counts[0]! += keys.length;
      counts[1]! += keys.filter((key) => key.rootKeyId !== rootKeyId).length;
    }
  return [
    ...Object.entries(counted).map(
      ([kind, [all, stale]]) =>
        `${`${kind} keys`.padEnd(15)} ${all}${stale ? `, ${stale} not yet wrapped by this root key` : ""}`,
    ),
    `Kept in         ${nameOf(kept)}`,
  ].map((line) => line[0]!.toUpperCase() + line.slice(1));
}
