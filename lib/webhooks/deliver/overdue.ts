import { type Database, inTransaction } from "@/lib/db/connection";
import { call } from "@/lib/db/scope";
import { enqueueDeliveries, enqueueFanOut } from "@/lib/jobs/enqueue";

/**
 * Wakes what should have been done a minute ago: a job that was given up, or a queue that was restored without its jobs,
 * must not leave messages lying.
 */
export async function wakeOverdue(db: Database): Promise<void> {
  const overdue = await call<{ account_id: string; endpoint_id: string | null }>(
    db,
    "overdue_webhooks",
  );
  for (const { account_id: accountId, endpoint_id: webhookId } of overdue) {
    if (webhookId) await enqueueDeliveries(db, { accountId, webhookId }, null);
    else await enqueueFanOut(db, accountId);
  }
}

/** Deletes messages past the retention that nobody waits for, some at a time. */
export async function tidyMessages(): Promise<void> {
  for (let gone = 1; gone > 0;) {
    const [row] = await inTransaction((db) => call<{ tidy_webhooks: number }>(db, "tidy_webhooks"));
    gone = row!.tidy_webhooks;
  }
}
