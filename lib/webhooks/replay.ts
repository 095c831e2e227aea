import type { Database } from "@/lib/db/connection";
import { enqueueDeliveries } from "@/lib/jobs/enqueue";
import type { WebhookRecord } from "./rows";
import type { DeliveryState, ReplayRange } from "./webhook";

/** One replay takes no more than this; whoever has more asks again. */
const AT_ONCE = 10_000;

type Which = {
  states: readonly Exclude<DeliveryState, "pending">[];
  deliveryId?: string;
} & Partial<Pick<ReplayRange, "topic" | "from" | "to">>;

/**
 * Sends deliveries again, in the order of their sequence, with the ids they had and all their tries before them. Those whose
 * content was destroyed stay as they are.
 */
export async function replay(
  db: Database,
  { accountId, id }: Pick<WebhookRecord, "accountId" | "id">,
  which: Which,
): Promise<{ replayed: number; more: boolean }> {
  const { rowCount } = await db.$client.query({
    text: `update webhook_deliveries set state = 'pending', attempts = 0, next_at = now(), done_at = null
      where account_id = $1 and id in (select d.id ${chosen} order by d.sequence limit ${AT_ONCE})`,
    values: valuesOf(accountId, id, which),
  });
  const replayed = rowCount ?? 0;
  if (replayed) await enqueueDeliveries(db, { accountId, webhookId: id }, null);
  return { replayed, more: replayed === AT_ONCE };
}

/** What a replay would take, before it does. */
export async function countReplay(
  db: Database,
  { accountId, id }: Pick<WebhookRecord, "accountId" | "id">,
  which: Which,
) {
  const { rows } = await db.$client.query<{
    count: number;
    delivered: number;
    oldest: Date | null;
    newest: Date | null;
  }>({
    text: `select count(*)::int as count, count(*) filter (where d.state = 'delivered')::int as delivered,
        min(m.at) as oldest, max(m.at) as newest ${chosen}`,
    values: valuesOf(accountId, id, which),
  });
  return rows[0]!;
}

/** By when the event was, not when it was tried. */
const chosen = `from webhook_deliveries d join webhook_messages m on m.account_id = d.account_id and m.id = d.message_id
  where d.account_id = $1 and d.endpoint_id = $2 and d.state = any ($3) and m.payload is not null and not d.test
    and ($4::uuid is null or d.id = $4) and ($5::text is null or d.topic = $5)
    and ($6::timestamptz is null or m.at >= $6) and ($7::timestamptz is null or m.at < $7)`;

const valuesOf = (accountId: string, id: string, which: Which) => [
  accountId,
  id,
  which.states,
  which.deliveryId ?? null,
  which.topic ?? null,
  which.from ?? null,
  which.to ?? null,
];
