import pg from "pg";

import type { Manifest } from "./backup";

export type Counted = Pick<Manifest, "point" | "tables" | "accounts">;

type Table = { name: string; by_account: boolean };

/**
 * Counts every row, per table and per account, at one exact place in the write-ahead log: whoever restores to that
 * place must find exactly as many. Writers wait only while the place is noted, a few milliseconds.
 */
export async function countAtPoint(ownerUrl: string): Promise<Counted> {
  const [holding, counting] = [new pg.Client(ownerUrl), new pg.Client(ownerUrl)];
  for (const client of [holding, counting]) client.on("error", () => {});
  try {
    await Promise.all([holding.connect(), counting.connect()]);
    const tables = await tablesOf(counting);
    const point = await holdStill(holding, tables, async () => {
      await counting.query("begin isolation level repeatable read read only");
      const { rows } = await counting.query<{ at: Date; position: string }>(
        "select clock_timestamp() as at, pg_current_wal_insert_lsn()::text as position",
      );
      return rows[0]!;
    });
    const counts = await countAll(counting, tables);
    return { point: { at: point.at.toISOString(), position: point.position }, ...counts };
  } finally {
    await Promise.all([holding.end(), counting.end()].map((ended) => ended.catch(() => {})));
  }
}

/** Counts what a restored copy holds; nobody writes there. */
export async function countRows(client: pg.Client): Promise<Omit<Counted, "point">> {
  await client.query("begin read only");
  try {
    return await countAll(client, await tablesOf(client));
  } finally {
    await client.query("commit");
  }
}

async function tablesOf(client: pg.Client): Promise<Table[]> {
  const { rows } = await client.query<Table>(
    `select c.relname as name, exists (select from pg_attribute a
         where a.attrelid = c.oid and a.attname = 'account_id' and not a.attisdropped) as by_account
       from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
       order by 1`,
  );
  return rows;
}

/** Lets writers finish, notes the place while none is under way, and lets them go on. Under a crowd it tries again. */
async function holdStill<T>(
  client: pg.Client,
  tables: Table[],
  note: () => Promise<T>,
): Promise<T> {
  const names = tables.map(({ name }) => client.escapeIdentifier(name)).join(", ");
  for (let tries = 1; ; tries++) {
    await client.query("begin");
    try {
      await client.query("set local lock_timeout = '2s'");
      await client.query(`lock table ${names} in share mode`);
      return await note();
    } catch (error) {
      if ((error as { code?: string }).code !== "55P03" || tries === 20) throw error;
    } finally {
      await client.query("rollback");
    }
  }
}

async function countAll(client: pg.Client, tables: Table[]): Promise<Omit<Counted, "point">> {
  await client.query("set local role castellan_gatekeeper");
  const counted: Omit<Counted, "point"> = { tables: {}, accounts: {} };
  for (const { name, by_account: byAccount } of tables) {
    const table = client.escapeIdentifier(name);
    const { rows } = await client.query<{ account: string | null; n: number }>(
      byAccount
        ? `select account_id as account, count(*)::int as n from ${table} group by 1`
        : `select null as account, count(*)::int as n from ${table}`,
    );
    counted.tables[name] = rows.reduce((sum, { n }) => sum + n, 0);
    for (const { account, n } of rows) if (account) (counted.accounts[account] ??= {})[name] = n;
  }
  return counted;
}

/**
 * What the gatekeeper needs to count: which account a row belongs to, and nothing else. Every table is opened to it, also those that
 * came with a later version.
 */
export const letCount = `
  do $$
  declare t record;
  begin
    for t in
      select c.oid, c.relname, c.relrowsecurity,
        (select a.attname from pg_attribute a left join pg_index i on i.indrelid = c.oid and i.indisprimary
          where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
            and (a.attname = 'account_id' or a.attnum = i.indkey[0])
          order by a.attname <> 'account_id' limit 1) as seen
      from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
    loop
      if not has_column_privilege('castellan_gatekeeper', t.oid, t.seen, 'select') then
        execute format('grant select (%I) on public.%I to castellan_gatekeeper', t.seen, t.relname);
      end if;
      if t.relrowsecurity and not exists (select from pg_policy p
        where p.polrelid = t.oid and p.polname in ('gatekeeper', 'counter'))
      then
        execute format('create policy counter on public.%I for select to castellan_gatekeeper using (true)', t.relname);
      end if;
    end loop;
  end $$;
`;
