import { z } from "zod";

import { accountName } from "@/lib/accounts/rows";
import { whatADestroyedKeyMeans } from "@/lib/backups/destroyed-key";
import { query } from "@/lib/gate/query";
import { accountOf } from "@/lib/policy/scope";
import { backupsGoneBy } from "@/lib/purge/certify";
import { ClosePreview } from "./closure";
import { COOLING_OFF } from "./rows";

type Counts = {
  owners: number;
  users: number;
  persons_going: number;
  keys: number;
  webhooks: number;
  events: number;
  calls: number;
  cooling_ends_at: Date;
  next_cleanup: Date;
};

/** Shows what closing the account destroys, and when, before it is done (P64, P66). */
export const previewClose = query("account.preview_close", {
  input: z.strictObject({}),
  output: ClosePreview,
  refuses: [],
  async run({ db, me }): Promise<ClosePreview> {
    const accountId = accountOf(me);
    const { rows } = await db.$client.query<Counts>(counting, [accountId, COOLING_OFF]);
    const { cooling_ends_at: endsAt, next_cleanup: cleanup, ...counts } = rows[0]!;
    const { owners, users, keys, webhooks, events, calls, persons_going: personsGoing } = counts;
    const gone = await backupsGoneBy(db, cleanup);
    const { says } = await whatADestroyedKeyMeans(db);
    return {
      name: await accountName(db, accountId),
      ...{ owners, users, personsGoing, keys, webhooks, events, calls },
      coolingEndsAt: endsAt.toISOString(),
      purgeAt: { nextCleanup: cleanup.toISOString(), onRequest: endsAt.toISOString() },
      backupsGoneBy: gone?.toISOString() ?? null,
      backupsSay: says,
    };
  },
});

const counting = `select
  (select active_owner_count from accounts where id = $1) as owners,
  (select user_count from accounts where id = $1) as users,
  castellan.persons_only_here() as persons_going,
  (select count(*)::int from api_keys where account_id = $1 and revoked_at is null and expires_at > now()) as keys,
  (select count(*)::int from webhook_endpoints where account_id = $1 and state <> 'deleted') as webhooks,
  (select count(*)::int from activity where account_id = $1) as events,
  (select count(*)::int from api_calls where account_id = $1) as calls,
  cooling_ends_at, castellan.cleanup_after(cooling_ends_at) as next_cleanup
  from (select now() + $2 * interval '1 millisecond' as cooling_ends_at) dates`;
