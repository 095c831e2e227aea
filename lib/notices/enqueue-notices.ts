import type { Database } from "@/lib/db/connection";
import { onBehalf } from "@/lib/jobs/enqueue";

/** What owners of all accounts are told about. */
export const subjects = ["processor", "location"] as const;
export type Subject = (typeof subjects)[number];

/** Has the owners of every account told, each account by a job of its own, in the transaction of what they are told. */
export async function enqueueNotices(db: Database, about: Subject, id: string): Promise<void> {
  await db.$client.query(
    `select castellan.add_job('tell_of_change', ($1::jsonb || jsonb_build_object('accountId', account))::json, null, now())
     from castellan.account_ids() account`,
    [onBehalf({ about, id })],
  );
}
