import { type Asked, type KeyStore, type Owner, partsOf, type StoredKeys } from "./stored-keys";
import type { WrappedKey } from "./wrap";

const AT_ONCE = 500;
const FIRST = "00000000-0000-0000-0000-000000000000";

const kinds = ["account", "person"] as const;
const columns = 'version, wrapped, root_key_id as "rootKeyId"';

/** The table an owner's keys are in, and the column of their id. */
const tableOf = (kind: (typeof kinds)[number]) => ({ table: `${kind}_keys`, id: `${kind}_id` });

/** The keys in tables of the database, beside what they seal: as long as a backup has the one, it has the other. */
export const keysTogether: KeyStore = {
  async load(on, owner) {
    const { kind, id } = partsOf(owner);
    const at = tableOf(kind);
    return rowsOf(await on.query(`select ${columns} from ${at.table} where ${at.id} = $1`, [id]));
  },

  async add(on, owner, key) {
    const { kind, id } = partsOf(owner);
    const at = tableOf(kind);
    await on.query(
      `insert into ${at.table} (${at.id}, version, wrapped, root_key_id) values ($1, $2, $3, $4)`,
      [id, key.version, key.wrapped, key.rootKeyId],
    );
  },

  async destroy(on, owner) {
    const { kind, id } = partsOf(owner);
    return rowsOf(
      await on.query(`select ${columns} from castellan.destroy_keys($1, $2)`, [kind, id]),
    );
  },

  async *walk(on) {
    for (const kind of kinds) {
      const { table, id } = tableOf(kind);
      for (let after = FIRST; ;) {
        const { rows } = await on.query(
          `select ${id} as id, ${columns} from ${table} where ${id} in (
             select distinct ${id} from ${table} where ${id} > $1 order by 1 limit ${AT_ONCE}) order by 1`,
          [after],
        );
        if (!rows.length) break;
        yield byOwner(kind, rows as unknown as Row[]);
        after = rows.at(-1)!.id as string;
      }
    }
  },

  async put(on, stored) {
    const gone = await ownersWithoutRows(on, stored);
    for (const { owner, keys } of stored.filter((one) => !gone.includes(one.owner))) {
      const { kind, id } = partsOf(owner);
      const at = tableOf(kind);
      for (const { version, wrapped, rootKeyId } of keys)
        await on.query(
          `insert into ${at.table} (${at.id}, version, wrapped, root_key_id) values ($1, $2, $3, $4)
           on conflict do nothing`,
          [id, version, wrapped, rootKeyId],
        );
    }
    return gone;
  },

  async replace(on, stored) {
    for (const { owner, keys } of stored) {
      const { kind, id } = partsOf(owner);
      const at = tableOf(kind);
      for (const { version, wrapped, rootKeyId } of keys)
        await on.query(
          `update ${at.table} set wrapped = $1, root_key_id = $2 where ${at.id} = $3 and version = $4`,
          [wrapped, rootKeyId, id, version],
        );
    }
  },

  async drop(on, owners) {
    for (const kind of kinds) {
      const { table, id } = tableOf(kind);
      const ids = owners.map(partsOf).filter((one) => one.kind === kind);
      await on.query(`delete from ${table} where ${id} = any ($1)`, [ids.map((one) => one.id)]);
    }
  },

  // Deleted rows would stay in PostgreSQL's files, and so in the next full backup.
  async leave(on) {
    for (const kind of kinds) {
      const { table } = tableOf(kind);
      const { rows } = await on.query(`select from ${table} limit 1`);
      if (!rows.length) await on.query(`truncate ${table}`);
    }
  },
};

type Row = WrappedKey & { id: string };

const rowsOf = ({ rows }: Awaited<ReturnType<Asked["query"]>>) => rows as unknown as WrappedKey[];

function byOwner(kind: (typeof kinds)[number], rows: Row[]): StoredKeys[] {
  const found = new Map<string, WrappedKey[]>();
  for (const { id, version, wrapped, rootKeyId } of rows)
    found.set(id, [...(found.get(id) ?? []), { version, wrapped, rootKeyId }]);
  return [...found].map(([id, keys]) => ({ owner: `${kind}:${id}`, keys }));
}

/** Keys of nobody: what they were made for was undone, or is gone. No row can be theirs. */
async function ownersWithoutRows(on: Asked, stored: StoredKeys[]): Promise<Owner[]> {
  const owners = stored.map(({ owner }) => owner);
  const gone: Owner[] = [];
  await on.query("set role castellan_gatekeeper");
  try {
    for (const kind of kinds) {
      const ids = owners.map(partsOf).filter((one) => one.kind === kind);
      const { rows } = await on.query(`select id from ${kind}s where id = any ($1)`, [
        ids.map(({ id }) => id),
      ]);
      const there = new Set(rows.map(({ id }) => id));
      gone.push(...ids.filter(({ id }) => !there.has(id)).map(({ id }): Owner => `${kind}:${id}`));
    }
  } finally {
    await on.query("reset role");
  }
  return gone;
}
