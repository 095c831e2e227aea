import type { Asked, KeyStore, Owner } from "./key-store";
import type { WrappedKey } from "./wrap";

const tables = {
  account: { table: "account_keys", id: "account_id" },
  person: { table: "person_keys", id: "person_id" },
} as const;

/** The table an owner's keys are in, and the id they are found by. */
export function placeOf(owner: Owner) {
  const [kind, value] = owner.split(":") as [keyof typeof tables, string];
  return { ...tables[kind], kind, value };
}

const columns = 'version, wrapped, root_key_id as "rootKeyId"';

/** The keys in tables of the database, beside what they seal: as long as a backup has the one, it has the other. */
export const keysTogether: KeyStore = {
  async load(on, owner) {
    const { table, id, value } = placeOf(owner);
    return rowsOf(await on.query(`select ${columns} from ${table} where ${id} = $1`, [value]));
  },

  async add(on, owner, { version, wrapped, rootKeyId }) {
    const { table, id, value } = placeOf(owner);
    await on.query(
      `insert into ${table} (${id}, version, wrapped, root_key_id) values ($1, $2, $3, $4)`,
      [value, version, wrapped, rootKeyId],
    );
  },

  async destroy(on, owner) {
    const { kind, value } = placeOf(owner);
    return rowsOf(
      await on.query(`select ${columns} from castellan.destroy_keys($1, $2)`, [kind, value]),
    );
  },
};

const rowsOf = ({ rows }: Awaited<ReturnType<Asked["query"]>>) => rows as unknown as WrappedKey[];
