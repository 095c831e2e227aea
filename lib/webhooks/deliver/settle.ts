import { and, eq } from "drizzle-orm";

import type { Database } from "@/lib/db/connection";
import { webhookDeliveries, webhookEndpoints } from "@/lib/db/schema";
import type { WebhookRecord } from "@/lib/webhooks/rows";
import { type Due, type Endpoint, lockEndpoint } from "./begin";
import { type Ended, lockMessage, noteAttempt } from "./note-attempt";
import { nextTry, restAfter } from "./schedule";

/** Writes how an attempt ended: its row, what becomes of the delivery, and how the endpoint fares. */
export async function settle(
  db: Database,
  { accountId, webhookId }: Endpoint,
  due: Due,
  at: Date,
  ended: Exclude<Ended, string>,
  chance: number,
): Promise<void> {
  const thisOne = and(
    eq(webhookDeliveries.accountId, accountId),
    eq(webhookDeliveries.id, due.deliveryId),
  );
  const [endpoint, message, [delivery]] = await Promise.all([
    lockEndpoint(db, accountId, webhookId),
    lockMessage(db, accountId, due.messageId),
    db.select().from(webhookDeliveries).where(thisOne).for("update"),
  ]);
  if (!endpoint || !message || !delivery) return;
  const delivered = ended.outcome === "delivered";
  const again =
    delivered || due.test ? null : nextTry(at, delivery.attempts + 1, ended.retryAfter, chance);
  await Promise.all([
    noteAttempt(db, delivery, message, at, ended, due.thin),
    db
      .update(webhookDeliveries)
      .set({
        attempts: delivery.attempts + 1,
        lastAt: at,
        lastOutcome: ended.outcome,
        lastStatus: ended.status,
        lastDuration: ended.duration,
        // It was paused, disabled or replayed while it was under way: only a success still counts.
        ...(delivered && { state: "delivered" as const, nextAt: null, doneAt: at }),
        ...(!delivered &&
          delivery.state === "pending" &&
          (again ? { nextAt: again } : { state: "failed" as const, nextAt: null, doneAt: at })),
      })
      .where(thisOne),
    db
      .update(webhookEndpoints)
      .set({
        ...(endpoint.busyWith === due.deliveryId && { busyWith: null, busyUntil: null }),
        ...(!due.test && health(endpoint, at, ended)),
      })
      .where(and(eq(webhookEndpoints.accountId, accountId), eq(webhookEndpoints.id, webhookId))),
  ]);
}

/** One success makes an endpoint well again; every failure lengthens the rest it is left in. */
function health(endpoint: WebhookRecord, at: Date, ended: Exclude<Ended, string>) {
  if (ended.outcome === "delivered") {
    return { failures: 0, failingSince: null, warnedAt: null, restUntil: null };
  }
  const failures = endpoint.failures + 1;
  return {
    failures,
    failingSince: endpoint.failingSince ?? at,
    restUntil: restAfter(at, failures, ended.retryAfter),
    ...(ended.outcome === "gone" && endpoint.state === "active" && { because: "gone" as const }),
  };
}
