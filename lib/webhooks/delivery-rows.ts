import { and, eq } from "drizzle-orm";

import type { Database } from "@/lib/db/connection";
import { webhookDeliveries, webhookEndpoints, webhookMessages } from "@/lib/db/schema";
import { Failure } from "@/lib/gate/failure";
import type { Actor } from "@/lib/policy/actor";
import { accountOf } from "@/lib/policy/scope";
import { accountVault } from "@/lib/vault/keyring";
import { abilitiesOnDelivery } from "./abilities";
import { type FoundWebhook, nameOf, openUrl, type WebhookRecord } from "./rows";
import type { AttemptOutcome, DeliveryView } from "./webhook";

export type DeliveryRecord = typeof webhookDeliveries.$inferSelect;
export type MessageRecord = typeof webhookMessages.$inferSelect;

/** A delivery found inside the actor's account, with its message and its endpoint, which may be deleted. */
export type FoundDelivery = FoundWebhook & { delivery: DeliveryRecord; message: MessageRecord };

export async function findDelivery({
  db,
  me,
  input,
}: {
  db: Database;
  me: Actor;
  input: { deliveryId: string };
}): Promise<FoundDelivery> {
  const accountId = accountOf(me);
  const [found] = await db
    .select()
    .from(webhookDeliveries)
    .innerJoin(
      webhookEndpoints,
      and(
        eq(webhookEndpoints.accountId, webhookDeliveries.accountId),
        eq(webhookEndpoints.id, webhookDeliveries.endpointId),
      ),
    )
    .innerJoin(
      webhookMessages,
      and(
        eq(webhookMessages.accountId, webhookDeliveries.accountId),
        eq(webhookMessages.id, webhookDeliveries.messageId),
      ),
    )
    .where(
      and(eq(webhookDeliveries.accountId, accountId), eq(webhookDeliveries.id, input.deliveryId)),
    );
  if (!found) throw new Failure("not_found");
  const row = found.webhook_endpoints;
  const url = openUrl(await accountVault(db, accountId), row);
  return {
    ...{ kind: "webhook", id: row.id, holder: null, url, row },
    name: row.state === "deleted" ? "a deleted webhook" : nameOf(url),
    delivery: found.webhook_deliveries,
    message: found.webhook_messages,
  };
}

/** A delivery as it leaves the server. */
export const deliveryView = (
  me: Actor,
  delivery: DeliveryRecord,
  message: Pick<MessageRecord, "requestId"> & { destroyed: boolean },
  endpoint: WebhookRecord["state"],
): DeliveryView => ({
  id: delivery.id,
  webhookId: delivery.endpointId,
  messageId: delivery.messageId,
  topic: delivery.topic,
  sequence: delivery.sequence,
  state: delivery.state,
  attempts: delivery.attempts,
  nextAt: iso(delivery.nextAt),
  lastAt: iso(delivery.lastAt),
  lastOutcome: delivery.lastOutcome as AttemptOutcome | null,
  lastStatus: delivery.lastStatus,
  lastDurationMs: delivery.lastDuration === null ? null : delivery.lastDuration / 1_000,
  createdAt: delivery.createdAt.toISOString(),
  doneAt: iso(delivery.doneAt),
  requestId: message.requestId,
  test: delivery.test,
  may: abilitiesOnDelivery(me, endpoint, { ...delivery, destroyed: message.destroyed }),
});

const iso = (at: Date | null) => at?.toISOString() ?? null;
