import pg from "pg";

import { StartError } from "@/lib/env";
import { shared } from "@/lib/runtime";
import type { Asked, Owner, SeparateStore, StoredKeys } from "./stored-keys";
import type { WrappedKey } from "./wrap";

const AT_ONCE = 500;
const columns = 'version, wrapped, root_key_id as "rootKeyId"';

const tables = `
  create table if not exists castellan_keys (
    owner text not null, version integer not null, wrapped bytea not null, root_key_id text not null,
    unshipped boolean not null default true, primary key (owner, version));
  create index if not exists castellan_keys_unshipped on castellan_keys (owner) where unshipped;
  create table if not exists castellan_key_store (id uuid primary key, one boolean not null unique default true check (one));
`;

const pools = () => shared("key-databases", () => new Map<string, pg.Pool>());

function poolFor(url: string): pg.Pool {
  const known = pools().get(url);
  if (known) return known;
  const pool = new pg.Pool({
    connectionString: url,
    max: 4,
    connectionTimeoutMillis: 5_000,
    statement_timeout: 15_000,
    allowExitOnIdle: true,
    application_name: "castellan keys",
  });
  pool.on("error", () => {});
  pools().set(url, pool);
  return pool;
}

/** The keys in a PostgreSQL of their own, for several machines. */
export function keysElsewhere(url: string | null): SeparateStore {
  if (!url)
    throw new StartError(
      "The keys of accounts and persons are in a database of their own: set CASTELLAN_KEY_STORE to its address.",
    );
  const ask = async <Row extends pg.QueryResultRow>(text: string, values: unknown[] = []) =>
    (await poolFor(url).query<Row>(text, values)).rows;
  const insert = (owner: Owner, { version, wrapped, rootKeyId }: WrappedKey, more = "") =>
    ask(
      `insert into castellan_keys (owner, version, wrapped, root_key_id) values ($1, $2, $3, $4) ${more}`,
      [owner, version, wrapped, rootKeyId],
    );

  return {
    load: (_, owner) =>
      ask<WrappedKey>(`select ${columns} from castellan_keys where owner = $1`, [owner]),

    add: async (_, owner, key) => void (await insert(owner, key)),

    destroy: (_, owner) =>
      ask<WrappedKey>(`delete from castellan_keys where owner = $1 returning ${columns}`, [owner]),

    async *walk() {
      for (let after = ""; ;) {
        const rows = await ask<WrappedKey & { owner: Owner }>(
          `select owner, ${columns} from castellan_keys where owner in (
             select distinct owner from castellan_keys where owner > $1 order by 1 limit ${AT_ONCE}) order by 1`,
          [after],
        );
        if (!rows.length) return;
        yield byOwner(rows);
        after = rows.at(-1)!.owner;
      }
    },

    async put(_, stored) {
      for (const { owner, keys } of stored)
        for (const key of keys) await insert(owner, key, "on conflict do nothing");
      return [];
    },

    async replace(_, stored) {
      for (const { owner, keys } of stored)
        for (const { version, wrapped, rootKeyId } of keys)
          await ask(
            "update castellan_keys set wrapped = $1, root_key_id = $2, unshipped = true where owner = $3 and version = $4",
            [wrapped, rootKeyId, owner, version],
          );
    },

    drop: async (_, owners) =>
      void (await ask("delete from castellan_keys where owner = any ($1)", [owners])),

    async leave() {
      await ask("delete from castellan_key_store");
      const rows = await ask("select from castellan_keys limit 1");
      if (!rows.length) await ask("drop table castellan_keys, castellan_key_store");
    },

    prepare: async () => void (await ask(tables)),

    id: async () => {
      const [known] = await ask("select to_regclass('castellan_key_store') as found");
      if (!known!.found) return null;
      const [row] = await ask<{ id: string }>("select id from castellan_key_store");
      return row?.id ?? null;
    },

    found: async (id) => void (await ask("insert into castellan_key_store (id) values ($1)", [id])),

    unshipped: async () =>
      byOwner(
        await ask<WrappedKey & { owner: Owner }>(
          `select owner, ${columns} from castellan_keys where unshipped order by owner`,
        ),
      ),

    async shipped(stored) {
      for (const { owner, keys } of stored)
        for (const { version, wrapped } of keys)
          await ask(
            "update castellan_keys set unshipped = false where owner = $1 and version = $2 and wrapped = $3",
            [owner, version, wrapped],
          );
    },
  };
}

function byOwner(rows: (WrappedKey & { owner: Owner })[]): StoredKeys[] {
  const found = new Map<Owner, WrappedKey[]>();
  for (const { owner, version, wrapped, rootKeyId } of rows)
    found.set(owner, [...(found.get(owner) ?? []), { version, wrapped, rootKeyId }]);
  return [...found].map(([owner, keys]) => ({ owner, keys }));
}

/** A database of the same server is in the same backups, and nothing would be apart. */
export async function insistOnAnotherServer(url: string, on: Asked): Promise<void> {
  const which = "select system_identifier::text as id from pg_control_system()";
  const theirs = await poolFor(url)
    .query<{ id: string }>(which)
    .catch((cause: unknown) => {
      throw new StartError(
        `The database of the keys at ${new URL(url).host} does not answer: see that it runs, and correct CASTELLAN_KEY_STORE.`,
        { cause },
      );
    });
  const { rows } = await on.query(which);
  if (rows[0]!.id === theirs.rows[0]!.id)
    throw new StartError(
      "CASTELLAN_KEY_STORE leads to the server the data is on, so backups would have both: give it another server, or set it to together.",
    );
}
