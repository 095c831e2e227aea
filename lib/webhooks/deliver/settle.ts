import { and, eq } from "drizzle-orm";

import type { Database } from "@/lib/db/connection";
import { webhookDeliveries, webhookEndpoints } from "@/lib/db/schema";
import { enterScope } from "@/lib/db/scope";
import type { WebhookRecord } from "@/lib/webhooks/rows";
import { type Due, type Endpoint, lockEndpoint } from "./begin";
import { type Ended, noteAttempt } from "./note-attempt";
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
  await enterScope(db, accountId);
  const endpoint = await lockEndpoint(db, accountId, webhookId);
  const [delivery] = await db
    .select()
    .from(webhookDeliveries)
    .where(
      and(eq(webhookDeliveries.accountId, accountId), eq(webhookDeliveries.id, due.deliveryId)),
    )
    .for("update");
  if (!endpoint || !delivery) return;
  await noteAttempt(db, delivery, at, ended);

  const delivered = ended.outcome === "delivered";
  const again =
    delivered || due.test ? null : nextTry(at, delivery.attempts + 1, ended.retryAfter, chance);
  await db
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
    .where(
      and(eq(webhookDeliveries.accountId, accountId), eq(webhookDeliveries.id, due.deliveryId)),
    );
  await db
    .update(webhookEndpoints)
    .set({
      ...(endpoint.busyWith === due.deliveryId && { busyWith: null, busyUntil: null }),
      ...(!due.test && health(endpoint, at, ended)),
    })
    .where(and(eq(webhookEndpoints.accountId, accountId), eq(webhookEndpoints.id, webhookId)));
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
