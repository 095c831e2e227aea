import type pg from "pg";

import { type Database, inTransaction } from "@/lib/db/connection";
import { everyCopy } from "@/lib/copies/catalogue";
import { enterScope } from "@/lib/db/scope";
import { removeRuns } from "@/lib/exports/file";
import { withdraw } from "@/lib/exports/rows";
import { enqueueSweep } from "@/lib/jobs/enqueue";
import { destroyPerson } from "@/lib/people/destroy-person";
import { everyPlaceOf } from "@/lib/people/rows";
import { isStaff } from "@/lib/staff/rows";
import { type PurgedTable, purgedTables } from "./tables";

const ROWS_AT_ONCE = 5_000;
const PERSONS_AT_ONCE = 50;

/** Notes what a step has deleted, in the transaction of the step. */
export type Note = (on: pg.ClientBase, step: Step) => Promise<unknown>;
export type Step = { table: string; rows: number; keys?: string[] };

/**
 * Destroys everything an account has left, table by table as the database's catalogue has them, in steps that may be cut short and
 * done again. Its keys were destroyed before: what is deleted here could not be read any more. Persons who belong nowhere else go
 * too, with their keys.
 *
 * @param client the owner of the tables
 */
export async function emptyAccount(client: pg.ClientBase, accountId: string, note: Note) {
  await emptyQueue(client, accountId, note);
  await removeFiles(client, accountId, note);
  await inTransaction(async (db) => {
    for (const { purge } of everyCopy) await purge?.(db);
  });
  const tables = await purgedTables(client);
  const last = ["users", "accounts"];
  const rest = tables.filter(({ name }) => !last.includes(name));
  const emptyRest = async () => {
    let deleted = 0;
    for (const table of rest) deleted += await emptyTable(client, table, accountId, note);
    return deleted;
  };
  await emptyRest();
  await removePeople(accountId, note);
  // whoever was still writing when it began has ended since: what they left goes too
  while ((await emptyRest()) > 0);
  for (const table of tables.filter(({ name }) => name === "accounts"))
    await emptyTable(client, table, accountId, note);
}

/** Deletes the rows of one table, some thousand at a time. */
async function emptyTable(
  client: pg.ClientBase,
  { name, account, key }: PurgedTable,
  accountId: string,
  note: Note,
): Promise<number> {
  const table = client.escapeIdentifier(name);
  const columns = key.map((column) => client.escapeIdentifier(column)).join(", ");
  const chosen = `select ${columns} from ${table} where ${client.escapeIdentifier(account)} = $1 limit ${ROWS_AT_ONCE}`;
  for (let sum = 0; ;) {
    const rows = await asPurger(client, accountId, async () => {
      const { rowCount } = await client.query(
        `delete from ${table} where (${columns}) in (${chosen})`,
        [accountId],
      );
      if (rowCount) await note(client, { table: name, rows: rowCount });
      return rowCount ?? 0;
    });
    sum += rows;
    if (rows < ROWS_AT_ONCE) return sum;
  }
}

/** Works as the purger, whom the database lets touch this account alone. */
async function asPurger<T>(client: pg.ClientBase, accountId: string, work: () => Promise<T>) {
  await client.query("begin");
  try {
    await client.query("set local role castellan_purger");
    await client.query("select set_config('castellan.purge_account', $1, true)", [accountId]);
    const value = await work();
    await client.query("commit");
    return value;
  } catch (error) {
    await client.query("rollback");
    throw error;
  }
}

/** Users go with the persons whose last place they are; a person and their user go together or not at all. */
async function removePeople(accountId: string, note: Note): Promise<void> {
  for (let more = true; more;) {
    more = await inTransaction(async (db) => {
      await enterScope(db, accountId);
      const { rows } = await db.$client.query<{ id: string; person_id: string }>(
        "select id, person_id from users where account_id = $1 limit $2",
        [accountId, PERSONS_AT_ONCE],
      );
      const keys: string[] = [];
      let persons = 0;
      for (const { id, person_id: personId } of rows) {
        const gone = await removePerson(db, accountId, id, personId);
        if (!gone) continue;
        persons += 1;
        keys.push(...gone);
      }
      if (rows.length) await note(db.$client, { table: "users", rows: rows.length });
      if (persons) await note(db.$client, { table: "persons", rows: persons, keys });
      return rows.length > 0;
    });
  }
}

/** @returns the fingerprints of the person's keys where they went too; null where they have a place elsewhere */
async function removePerson(
  db: Database,
  accountId: string,
  userId: string,
  personId: string,
): Promise<string[] | null> {
  await enterScope(db, accountId, personId);
  // whoever gives them another place at this moment waits
  await db.$client.query("select from persons where id = $1 for update", [personId]);
  const places = await everyPlaceOf(db, personId);
  const stays = places.length > 1 || (await isStaff(db, personId));
  // a copy of their own data that they made holds what is destroyed here too
  if (await withdraw(db, { accountId: null, personId })) await enqueueSweep(db);
  await db.$client.query("delete from users where account_id = $1 and id = $2", [
    accountId,
    userId,
  ]);
  return stays ? null : destroyPerson(db, personId);
}

/** Work that waits in the queue and names the account, or a letter of it. */
async function emptyQueue(client: pg.ClientBase, accountId: string, note: Note): Promise<void> {
  const { rows } = await client.query<{ n: number }>(
    `select count(*)::int as n from graphile_worker.complete_jobs(array(
       select j.id from graphile_worker._private_jobs j where j.payload ->> 'accountId' = $1
         or j.payload ->> 'letterId' in (select id::text from letters where account_id = $1::uuid)))`,
    [accountId],
  );
  if (rows[0]!.n) await note(client, { table: "jobs", rows: rows[0]!.n });
}

/** Archives made for the account. Their rows, with the keys that open them, follow with the tables. */
async function removeFiles(client: pg.ClientBase, accountId: string, note: Note): Promise<void> {
  const { rows } = await asPurger(client, accountId, () =>
    client.query<{ run: string | null }>("select run from exports where account_id = $1", [
      accountId,
    ]),
  );
  const files = await removeRuns(rows.map(({ run }) => run));
  if (files) await note(client, { table: "files", rows: files });
}
