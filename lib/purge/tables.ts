import type { ClientBase } from "pg";

/** A table whose rows go with the account they belong to. */
export type PurgedTable = {
  name: string;
  /** the column that says whose a row is */
  account: string;
  /** the columns of its key */
  key: string[];
};

/** Tables that name an account and outlive it, each with the reason. Everything else that names one is purged (P65). */
export const outlive: Record<string, string> = {
  erasures: "no restore may bring the account back; opaque ids",
  purges: "the certificate that it is gone; opaque ids and counts",
};

/** Whose a row is, where the column is not called `account_id`. */
const named: Record<string, string> = { accounts: "id", idempotency: "sealed_for" };

type Row = { name: string; columns: string[]; key: string[]; parents: string[] };

/** All tables of the database, as its own catalogue has them. */
export async function catalogueOf(client: ClientBase): Promise<Row[]> {
  const { rows } = await client.query<Row>(
    `select c.relname::text as name,
       array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
       array(select a.attname::text from pg_index i join pg_attribute a on a.attrelid = c.oid and a.attnum = any (i.indkey)
         where i.indrelid = c.oid and i.indisprimary) as key,
       array(select distinct p.relname::text from pg_constraint f join pg_class p on p.oid = f.confrelid
         where f.conrelid = c.oid and f.contype = 'f' and f.conparentid = 0 and f.confrelid <> c.oid) as parents
     from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
     order by c.relname`,
  );
  return rows;
}

/** Whose the rows of a table are: an account's, a person's, or nobody's but the installation's. */
export function classOf({ name, columns }: Pick<Row, "name" | "columns">) {
  if (name in outlive) return "installation";
  if (name in named || columns.includes("account_id")) return "account";
  return name === "persons" || columns.includes("person_id") ? "person" : "installation";
}

/**
 * The tables a purge empties, those that refer to others first. It reads them from the catalogue: a table that was added yesterday
 * is among them, whoever added it.
 */
export async function purgedTables(client: ClientBase): Promise<PurgedTable[]> {
  const waiting = (await catalogueOf(client)).filter((table) => classOf(table) === "account");
  const sorted: PurgedTable[] = [];
  while (waiting.length) {
    const free = waiting.findIndex(({ name }) =>
      waiting.every((other) => other.name === name || !other.parents.includes(name)),
    );
    if (free < 0)
      throw new Error(
        `tables refer to each other in a circle: ${waiting.map((t) => t.name).join()}`,
      );
    const [{ name, key } = { name: "", key: [] }] = waiting.splice(free, 1);
    sorted.push({ name, account: named[name] ?? "account_id", key });
  }
  return sorted;
}
