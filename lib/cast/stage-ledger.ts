import { NOBODY } from "@/lib/db/schema/traffic";

type Run = (sql: string, values: unknown[]) => Promise<unknown>;

/**
 * Fills every table the ledger of an account is read from with so many rows, of six months. What is sealed in them is
 * bytes that nobody opens: plans do not depend on it.
 */
export async function stageLedger(run: Run, accountId: string, rows: number): Promise<void> {
  await run(
    "select castellan.make_activity_months((now() - interval '7 months')::date, now()::date)",
    [],
  );
  const spread = "now() - interval '1 hour' - (n::float / $2) * interval '180 days'";
  await run(
    `insert into activity (account_id, id, at, action, outcome, actor_kind, actor_id, object_kind, object_id, source, request_id, detail, salt)
      select $1, gen_random_uuid(), ${spread}, case when n % 3 = 0 then 'traffic.look' else 'user.edit' end,
        'ok', case when n % 3 = 0 then 'staff' else 'user' end, gen_random_uuid(), 'account', $1, 'panel', 'r', '', ''
      from generate_series(1, $2::int) as n`,
    [accountId, rows],
  );
  await run(
    `insert into ledger (account_id, id, at, kind, actor_kind, destroyed, request_id)
      select $1, gen_random_uuid(), ${spread}, 'user', 'system', 1, 'r' from generate_series(1, $2::int) as n`,
    [accountId, rows],
  );
  await run(
    `insert into backups (id, label, kind, engine, state, started_at, ended_at, bytes, rows)
      select gen_random_uuid(), 'made-' || n || gen_random_uuid(), 'increment', 'embedded', 'dropped', ${spread}, ${spread}, 1, 1
      from generate_series(1, $2::int) as n where $1::uuid is not null`,
    [accountId, rows],
  );
  await run(
    `insert into disclosures (id, account_id, at, processor, purpose, fields, bytes, request_id)
      select gen_random_uuid(), $1, ${spread}, 'mail', 'deliver_letter', 'email letter', 1, 'r' from generate_series(1, $2::int) as n`,
    [accountId, rows],
  );
  await run(
    `insert into support_grants (account_id, id, staff_id, person_id, origin, asked, nouns, fields, mode, minutes, requested_at,
        lapses_at, decision, answered_at, starts_at, ends_at)
      select $1, gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'request', '', 'users', '', 'view', 60, at, at, 'approved', at, at,
        at + interval '1 hour' from (select ${spread} as at from generate_series(1, $2::int) as n) as times`,
    [accountId, rows],
  );
  await run(
    `insert into support_looks (account_id, id, grant_id, at, kind, action, fields, request_id, detail)
      select account_id, gen_random_uuid(), id, starts_at, 'look', 'user.list', '', 'r', '' from support_grants where account_id = $1 limit $2::int`,
    [accountId, rows],
  );
  await run(
    `insert into exports (id, kind, account_id, state, requested_by, requested_at, request_id)
      select gen_random_uuid(), 'account', $1, 'expired', gen_random_uuid(), ${spread}, 'r' from generate_series(1, $2::int) as n`,
    [accountId, rows],
  );
  for (const kind of ["call", "webhook"]) {
    await run(
      `insert into traffic_rollups (account_id, kind, span, at, operation, subject_id, calls, refused, failed, limited,
          duration, slowest, bytes_in, bytes_out, durations)
        select $1, $3, 86400, date_trunc('day', now(), 'UTC') - (n % 180) * interval '1 day', 'user.list',
          case when n % 2 = 0 then $4::uuid else gen_random_uuid() end, 1, 0, 0, 0, 1, 1, 0, 0, '{}'
        from generate_series(1, $2::int) as n on conflict do nothing`,
      [accountId, rows, kind, NOBODY],
    );
  }
  await run(
    "analyze activity, ledger, disclosures, exports, support_grants, support_looks, backups, traffic_rollups",
    [],
  );
}
