import type pg from "pg";

import { inTransaction } from "@/lib/db/connection";
import { newId } from "@/lib/db/id";
import { log } from "@/lib/log";
import { emptyAccount, type Step } from "./empty-account";
import { backupsGoneBy, signed } from "./certify";
import { Facts } from "./statement";

type Unfinished = { id: string; account_id: string; started_at: Date; facts: string };

/**
 * Goes on with every purge that was begun, wherever it was cut short, and certifies it when nothing is left. Of several workers one
 * does it; it may be killed at any point.
 *
 * @param client the owner of the tables
 */
export async function runPurges(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<Unfinished>(
    "select id, account_id, started_at, facts from purges where kind = 'account' and finished_at is null order by started_at",
  );
  for (const purge of rows) {
    await emptyAccount(client, purge.account_id, noteFor(purge.id));
    await finish(client, purge);
    log.info({ purgeId: purge.id }, "an account is purged");
  }
}

const noteFor =
  (purgeId: string) =>
  (on: pg.ClientBase, { table, rows, keys }: Step) =>
    on.query(
      "insert into purge_runs (purge_id, id, table_name, rows, keys) values ($1, $2, $3, $4, $5)",
      [purgeId, newId(), table, rows, keys?.length ? keys.join(" ") : null],
    );

async function finish(client: pg.ClientBase, purge: Unfinished): Promise<void> {
  const { rows } = await client.query<{ table: string; rows: number; keys: string | null }>(
    `select table_name as table, sum(rows)::int as rows, string_agg(keys, ' ' order by id) as keys
     from purge_runs where purge_id = $1 group by table_name`,
    [purge.id],
  );
  const facts = Facts.parse(JSON.parse(purge.facts));
  const { rows: clock } = await client.query<{ now: Date }>("select now() as now");
  const now = clock[0]!.now;
  const { goneBy, statement, signature } = await inTransaction(async (db) => {
    const goneBy = await backupsGoneBy(db, now);
    const about = {
      ...{ id: purge.id, kind: "account" as const, startedAt: purge.started_at },
      ...{ accountId: purge.account_id, objectId: purge.account_id },
    };
    const done = {
      deleted: Object.fromEntries(rows.map(({ table, rows: n }) => [table, n])),
      keys: [...facts.keys, ...rows.flatMap(({ keys }) => keys?.split(" ") ?? [])],
      ...{ goneBy, now },
    };
    return { goneBy, ...(await signed(db, about, facts, done)) };
  }, "read");
  await client.query(
    `update purges set finished_at = $2, gone_by = $3, statement = $4, signature = $5
     where id = $1 and finished_at is null`,
    [purge.id, now, goneBy, statement, signature],
  );
}
