import { and, eq } from "drizzle-orm";

import type { Database } from "@/lib/db/connection";
import { newId } from "@/lib/db/id";
import { webhookAttempts, type webhookDeliveries, webhookMessages } from "@/lib/db/schema";
import { log } from "@/lib/log";
import { metrics } from "@/lib/metrics";
import { accountVault } from "@/lib/vault/keyring";
import { addRollups, type Counted, rollUp } from "@/lib/traffic/rollup";
import type { Attempt } from "@/lib/webhooks/send/send";
import type { AttemptOutcome } from "@/lib/webhooks/webhook";
import { sealExcerpt } from "./excerpt";

type Delivery = typeof webhookDeliveries.$inferSelect;

/** An attempt that ended, with the headers it was sent with; or one whose worker died before the answer came. */
export type Ended = (Attempt & { requestHeaders: Record<string, string> }) | "interrupted";

export type Message = { requestId: string; payload: Buffer | null };

/**
 * Reads a message behind a lock that whoever destroys its content must wait for: what is noted of it in between is
 * destroyed too. It comes before the lock on the delivery, as it does for them.
 */
export async function lockMessage(
  db: Database,
  accountId: string,
  messageId: string,
): Promise<Message | undefined> {
  const [message] = await db
    .select({ requestId: webhookMessages.requestId, payload: webhookMessages.payload })
    .from(webhookMessages)
    .where(and(eq(webhookMessages.accountId, accountId), eq(webhookMessages.id, messageId)))
    .for("share");
  return message;
}

/**
 * Writes the row of an attempt with the sums of traffic it belongs to, and a line of the technical log that carries the same
 * request id (P37, P38, P40).
 */
export async function noteAttempt(
  db: Database,
  delivery: Delivery,
  message: Message,
  at: Date,
  ended: Ended,
  thin: boolean,
): Promise<void> {
  const { accountId, endpointId, messageId } = delivery;
  const id = newId();
  const attempt = ended === "interrupted" ? interrupted : ended;
  const vault = await accountVault(db, accountId);
  const { outcome, status, duration, bytesOut, bytesIn } = attempt;
  await db.insert(webhookAttempts).values({
    ...{ accountId, at, id, endpointId, deliveryId: delivery.id, messageId },
    number: delivery.attempts + 1,
    ...{ outcome, status, duration, bytesOut, bytesIn, thin },
    requestId: message.requestId,
    // Its object was permanently deleted while it was under way: nothing of it is kept.
    excerpt: message.payload
      ? sealExcerpt(vault, id, {
          says: attempt.says,
          requestHeaders: attempt.requestHeaders,
          contentType: attempt.contentType,
          responseBody: attempt.excerpt,
        })
      : null,
  });
  const counted = {
    ...{ kind: "webhook" as const, at, operation: delivery.topic, subjectId: endpointId },
    ...{ duration, bytesIn, bytesOut, result: resultOf(outcome) },
  };
  await db.$client.query(addRollups, [accountId, JSON.stringify(rollUp([counted]))]);
  metrics().attempts.inc({ outcome });
  log.info(
    {
      ...{
        requestId: message.requestId,
        accountId,
        webhookId: endpointId,
        deliveryId: delivery.id,
      },
      ...{ topic: delivery.topic, number: delivery.attempts + 1, outcome, status, duration },
    },
    "webhook attempt",
  );
}

const resultOf = (outcome: AttemptOutcome): Counted["result"] =>
  outcome === "delivered" ? "ok" : outcome === "limited" ? "limited" : "failed";

const interrupted: Exclude<Ended, string> = {
  outcome: "interrupted",
  status: null,
  says: "The attempt was cut off before an answer came. It is made again, with the same id.",
  duration: 0,
  bytesOut: 0,
  bytesIn: 0,
  excerpt: "",
  contentType: null,
  retryAfter: null,
  requestHeaders: {},
};
