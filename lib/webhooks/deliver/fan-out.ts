import { and, eq, gt, inArray, isNull, ne, or, sql } from "drizzle-orm";

import { isSealed } from "@/lib/accounts/rows";
import { type Database, inTransaction } from "@/lib/db/connection";
import { newId } from "@/lib/db/id";
import { webhookDeliveries, webhookEndpoints, webhookMessages } from "@/lib/db/schema";
import { enterScope } from "@/lib/db/scope";
import { enqueueDeliveries } from "@/lib/jobs/enqueue";

const AT_ONCE = 200;

/**
 * Makes a delivery of each message for each endpoint that wanted it when it was written, and numbers them per endpoint. One
 * that is paused or disabled has its deliveries held, so that nothing is lost while it rests (P37). What a message told may
 * have been destroyed meanwhile: then its deliveries have failed from the start, wherever they were to go, and still count.
 */
export async function fanOut(accountId: string): Promise<void> {
  for (let more = true; more;) more = await inTransaction((db) => fanOutSome(db, accountId));
}

async function fanOutSome(db: Database, accountId: string): Promise<boolean> {
  await enterScope(db, accountId);
  if (await isSealed(db, accountId)) return false;
  const endpoints = await db
    .select()
    .from(webhookEndpoints)
    .where(and(eq(webhookEndpoints.accountId, accountId), notLongDeleted))
    .orderBy(webhookEndpoints.id)
    .for("update");
  const messages = await db
    .select({
      ...{ id: webhookMessages.id, at: webhookMessages.at, topic: webhookMessages.topic },
      destroyed: sql<boolean>`${webhookMessages.payload} is null`,
    })
    .from(webhookMessages)
    .where(and(eq(webhookMessages.accountId, accountId), isNull(webhookMessages.fannedOutAt)))
    .orderBy(webhookMessages.at, webhookMessages.id)
    .limit(AT_ONCE)
    .for("update");
  if (!messages.length) return false;

  const numbered = new Map(endpoints.map((one) => [one.id, one.sequence]));
  const deliveries = messages.flatMap(({ id: messageId, at, topic, destroyed }) =>
    endpoints
      .filter((one) => wanted(one, topic, at))
      .map((one) => {
        const sequence = numbered.get(one.id)! + 1;
        numbered.set(one.id, sequence);
        const state = destroyed ? "failed" : stateFor[one.state];
        return {
          ...{ accountId, id: newId(), endpointId: one.id, messageId, topic, sequence, state },
          nextAt: state === "pending" ? sql`now()` : null,
          doneAt: state === "failed" ? sql`now()` : null,
        };
      }),
  );
  if (deliveries.length) await db.insert(webhookDeliveries).values(deliveries);
  for (const { id, state, sequence } of endpoints) {
    if (numbered.get(id) === sequence) continue;
    await db
      .update(webhookEndpoints)
      .set({ sequence: numbered.get(id)! })
      .where(and(eq(webhookEndpoints.accountId, accountId), eq(webhookEndpoints.id, id)));
    if (state === "active") await enqueueDeliveries(db, { accountId, webhookId: id }, null);
  }
  await db
    .update(webhookMessages)
    .set({ fannedOutAt: sql`now()` })
    .where(
      and(
        eq(webhookMessages.accountId, accountId),
        inArray(
          webhookMessages.id,
          messages.map(({ id }) => id),
        ),
      ),
    );
  return messages.length === AT_ONCE;
}

/** Whether an endpoint was there when something happened, and was to be told of it. */
const wanted = (one: typeof webhookEndpoints.$inferSelect, topic: string, at: Date) =>
  (one.topics === "*" || one.topics.split(" ").includes(topic)) &&
  one.createdAt <= at &&
  (one.state !== "deleted" || one.stateSince > at);

const stateFor = {
  active: "pending",
  paused: "held",
  disabled: "held",
  deleted: "failed",
} as const;

/** One that was deleted while messages waited here still counts, so that all that was wanted adds up. */
const notLongDeleted = or(
  ne(webhookEndpoints.state, "deleted"),
  gt(webhookEndpoints.stateSince, sql`now() - interval '7 days'`),
);
