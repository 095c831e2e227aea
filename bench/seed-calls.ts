import { randomUUID } from "node:crypto";
import type pg from "pg";

import { summaries } from "@/lib/api/openapi/words";
import { NOBODY } from "@/lib/db/schema/traffic";
import type { Filled } from "./seed";

const DAYS = 30;

/** Whom to ask for in calls that were made up, and a moment on the second day of them. */
export type Called = { key: string; actor: string; early: Date };

/** Fills thirty days of an account with calls, and the sums of its days. */
export async function seedCalls(
  owner: pg.Client,
  { accountId }: Filled,
  calls: number,
): Promise<Called> {
  const operations = Object.keys(summaries);
  const { rows: people } = await owner.query<{ id: string }>(
    "select id from users where account_id = $1 order by id limit 20",
    [accountId],
  );
  const actors = people.map(({ id }) => id);
  const keys = [NOBODY, ...Array.from({ length: 5 }, () => randomUUID())];
  const { rows: secondary } = await owner.query<{ name: string; made: string }>(
    `select c.relname as name, pg_get_indexdef(i.indexrelid) as made from pg_index i
      join pg_class c on c.oid = i.indexrelid where i.indrelid = 'api_calls'::regclass and not i.indisprimary`,
  );
  for (const { name } of secondary) await owner.query(`drop index ${name}`);
  await owner.query(
    "select castellan.make_days('api_calls', (now() - $1 * interval '1 day')::date, now()::date)",
    [DAYS],
  );
  for (let day = 0; day < DAYS; day++) {
    await owner.query(
      `insert into api_calls (account_id, at, request_id, actor_kind, actor_id, key_id, source, method, route, operation,
          status, duration, bytes_in, bytes_out, origin)
        select $1, date_trunc('day', now()) - ($2::int + n::float / $3) * interval '1 day', gen_random_uuid(), 'user',
          ($4::uuid[])[1 + n % 20], nullif(($5::uuid[])[1 + n % 6], $7::uuid), 'api', 'GET', '/users', ($6::text[])[1 + n % cardinality($6)],
          case when n % 997 = 0 then 503 when n % 23 = 0 then 404 else 200 end, (exp(random() * 5) * 1000)::int, 0, 2000,
          decode(md5(n::text) || md5(n::text) || md5(n::text), 'hex')
        from generate_series(0, $3 - 1) as n`,
      [accountId, day, Math.round(calls / DAYS), actors, keys, operations, NOBODY],
    );
  }
  // As PostgreSQL tells it, the index would be one of the empty parent alone.
  for (const { made } of secondary) await owner.query(made.replace(" ON ONLY ", " ON "));
  await owner.query(daySums, [accountId, NOBODY]);
  await owner.query("analyze api_calls, traffic_rollups");
  return {
    key: keys[1]!,
    actor: actors[0]!,
    early: new Date(Date.now() - (DAYS - 2) * 86_400_000),
  };
}

/** The sums as the product would have written them, day by day. */
const daySums = `with calls as (
    select date_trunc('day', at) as day, operation, coalesce(key_id, $2::uuid) as subject, status, duration, bytes_in, bytes_out,
      least(79, greatest(0, floor(log(2, greatest(1, duration) / 64.0) * 4)))::int as step
    from api_calls where account_id = $1),
  steps as (select day, operation, subject, step, count(*)::int as n from calls group by 1, 2, 3, 4),
  held as (select day, operation, subject, jsonb_object_agg(step, n) as steps from steps group by 1, 2, 3),
  sums as (select day, operation, subject, count(*)::int as calls, count(*) filter (where status = 404)::int as refused,
      count(*) filter (where status = 503)::int as failed, sum(duration) as duration, max(duration) as slowest,
      sum(bytes_in) as bytes_in, sum(bytes_out) as bytes_out
    from calls group by 1, 2, 3)
  insert into traffic_rollups
  select $1, 'call', 86400, s.day, s.operation, s.subject, s.calls, s.refused, s.failed, 0, s.duration, s.slowest, s.bytes_in, s.bytes_out,
    (select array_agg(coalesce((h.steps ->> g::text)::int, 0) order by g) from generate_series(0, 79) as g)
  from sums s join held h using (day, operation, subject)
  on conflict (account_id, kind, span, at, operation, subject_id) do update set calls = excluded.calls, durations = excluded.durations`;
