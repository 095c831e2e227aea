import { z } from "zod";

import { LONGEST_KEPT } from "@/lib/backups/backup";
import { day } from "@/lib/clock";
import type { Database } from "@/lib/db/connection";
import { EXPORT_DAYS } from "@/lib/exports/export";
import { query } from "@/lib/gate/query";
import { ANSWERS_KEPT, LETTERS_KEPT, SESSIONS_KEPT, SUMS_KEPT } from "@/lib/privacy/kept";
import { accountOf } from "@/lib/policy/scope";
import { retentionOf } from "@/lib/traffic/retention";
import { BIN_LASTS } from "@/lib/users/bin";
import { type DataClass, dataClasses, HeldData } from "./held-data";

type Found = { class: DataClass; n: number | null; since: Date | null };

/** What the account holds, since when, and for how long (P63). Nothing ends by itself while the account is used but what says so. */
export const showData = query("account.show_data", {
  input: z.strictObject({}),
  output: HeldData,
  refuses: [],
  async run({ db, me }) {
    const accountId = accountOf(me);
    const { days: traffic } = await retentionOf(db);
    const kept: Partial<Record<DataClass, number>> = {
      bin: BIN_LASTS / day,
      deliveries: traffic,
      calls: traffic,
      sums: SUMS_KEPT / day,
      sessions: SESSIONS_KEPT / day,
      letters: LETTERS_KEPT / day,
      links: LETTERS_KEPT / day,
      answers: ANSWERS_KEPT / day,
      exports: EXPORT_DAYS,
      backups: LONGEST_KEPT / day,
    };
    const found = new Map((await lookAt(db, accountId)).map((one) => [one.class, one]));
    return {
      data: dataClasses.map((name) => {
        const { n = null, since = null } = found.get(name) ?? {};
        const days = kept[name] ?? null;
        return {
          class: name,
          count: n,
          since: since?.toISOString() ?? null,
          days,
          nextAt:
            days !== null && since ? new Date(since.getTime() + days * day).toISOString() : null,
        };
      }),
    };
  },
});

/** Counts what is small, and finds the oldest of what is large; each by an index that begins with the account. */
async function lookAt(db: Database, accountId: string): Promise<Found[]> {
  const { rows } = await db.$client.query<Found>({
    name: "held_data",
    text: `
      select 'users' as class, count(*) filter (where status <> 'deleted')::int as n, min(created_at) as since
        from users where account_id = $1
      union all select 'bin', count(*)::int, min(deleted_at) from users where account_id = $1 and status = 'deleted'
      union all select 'activity', null, (select at from activity where account_id = $1 order by at limit 1)
      union all select 'removals', count(*)::int, min(at) from ledger where account_id = $1
      union all select 'keys', count(*)::int, min(created_at) from api_keys where account_id = $1
      union all select 'webhooks', count(*)::int, min(created_at) from webhook_endpoints where account_id = $1 and state <> 'deleted'
      union all select 'deliveries', null, (select at from webhook_attempts where account_id = $1 order by at limit 1)
      union all select 'calls', null, (select at from api_calls where account_id = $1 order by at limit 1)
      union all select 'sums', null, (select min(at) from traffic_rollups where account_id = $1 and span = 86400)
      union all select 'disclosures', null, (select at from disclosures where account_id = $1 order by at limit 1)
      union all select 'sessions', count(*)::int, min(coalesce(ended_at, expires_at)) from sessions where account_id = $1
      union all select 'letters', count(*)::int, min(created_at) from letters where account_id = $1
      union all select 'links', count(*)::int, min(created_at) from links where account_id = $1
      union all select 'exports', count(*)::int, min(ended_at) from exports where account_id = $1 and state = 'ready'
      union all select 'backups', count(*)::int, min(ended_at) from backups where state = 'whole'
        and ended_at >= (select created_at from accounts where id = $1)`,
    values: [accountId],
  });
  return rows;
}
