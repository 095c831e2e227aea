import type { ClientBase } from "pg";

import { purgedTables } from "./tables";

/**
 * Lets the purger empty every table of accounts, also one that a new version brought along. It reads and deletes rows of the account
 * under purge, and of no other: the policy asks the database which that is. Tables that are ready are left in peace.
 *
 * @param client the owner of the tables
 */
export async function allowPurge(client: ClientBase): Promise<void> {
  const { rows } = await client.query<{
    name: string;
    granted: boolean;
    walled: boolean;
    policy: boolean;
  }>(
    `select c.relname::text as name, c.relrowsecurity as walled,
       has_table_privilege('castellan_purger', c.oid, 'select') and has_table_privilege('castellan_purger', c.oid, 'delete') as granted,
       exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'purger') as policy
     from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')`,
  );
  const states = new Map(rows.map((row) => [row.name, row]));
  for (const { name, account } of await purgedTables(client)) {
    const { granted, walled, policy } = states.get(name)!;
    const table = client.escapeIdentifier(name);
    if (!granted) await client.query(`grant select, delete on ${table} to castellan_purger`);
    if (!walled || policy) continue;
    await client.query(
      `create policy purger on ${table} to castellan_purger
         using (${client.escapeIdentifier(account)} = (select castellan.purge_scope()))`,
    );
  }
}
