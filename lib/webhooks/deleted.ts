import { and, count, desc, eq, inArray } from "drizzle-orm";

import type { Database } from "@/lib/db/connection";
import { activity, webhookDeliveries, webhookEndpoints } from "@/lib/db/schema";
import type { TargetThing } from "@/lib/gate/command";
import { Failure } from "@/lib/gate/failure";
import { nobody } from "@/lib/gate/look";
import type { Actor } from "@/lib/policy/actor";
import { mayDo } from "@/lib/policy/policy";
import { accountOf } from "@/lib/policy/scope";
import type { WebhookRecord } from "./rows";
import type { DeletedWebhook } from "./webhook";

const MOST = 100;

/** An endpoint of the actor's account in whatever state. Of a deleted one nothing is left to call it by. */
export async function findAnyWebhook({
  db,
  me,
  input,
}: {
  db: Database;
  me: Actor;
  input: { webhookId: string };
}): Promise<TargetThing & { kind: "webhook"; row: WebhookRecord }> {
  const [row] = await db
    .select()
    .from(webhookEndpoints)
    .where(
      and(eq(webhookEndpoints.accountId, accountOf(me)), eq(webhookEndpoints.id, input.webhookId)),
    );
  if (!row) throw new Failure("not_found");
  return { kind: "webhook", id: row.id, name: "a deleted webhook", holder: null, row };
}

/** Deleted endpoints of which deliveries and activity are kept, the last deleted first. */
export async function readDeleted(
  db: Database,
  me: Actor,
  accountId: string,
): Promise<DeletedWebhook[]> {
  const rows = await db
    .select()
    .from(webhookEndpoints)
    .where(and(eq(webhookEndpoints.accountId, accountId), eq(webhookEndpoints.state, "deleted")))
    .orderBy(desc(webhookEndpoints.stateSince), desc(webhookEndpoints.id))
    .limit(MOST);
  if (!rows.length) return [];
  const ids = rows.map(({ id }) => id);
  const deliveries = await counted(
    db
      .select({ id: webhookDeliveries.endpointId, n: count() })
      .from(webhookDeliveries)
      .where(
        and(eq(webhookDeliveries.accountId, accountId), inArray(webhookDeliveries.endpointId, ids)),
      )
      .groupBy(webhookDeliveries.endpointId),
  );
  const events = await counted(
    db
      .select({ id: activity.objectId, n: count() })
      .from(activity)
      .where(and(eq(activity.accountId, accountId), inArray(activity.objectId, ids)))
      .groupBy(activity.objectId),
  );
  const may = mayDo["webhook.remove"](me, nobody) ? ["webhook.remove"] : [];
  return rows.map(({ id, createdAt, stateSince }) => ({
    ...{ id, createdAt: createdAt.toISOString(), deletedAt: stateSince.toISOString() },
    ...{ deliveries: deliveries.get(id) ?? 0, events: events.get(id) ?? 0, may },
  }));
}

const counted = async (rows: Promise<{ id: string | null; n: number }[]>) =>
  new Map((await rows).map(({ id, n }) => [id, n]));
