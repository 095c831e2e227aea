import { and, count, desc, eq } from "drizzle-orm";

import type { Database } from "@/lib/db/connection";
import { activity, webhookDeliveries, webhookEndpoints } from "@/lib/db/schema";
import type { TargetThing } from "@/lib/gate/command";
import { Failure } from "@/lib/gate/failure";
import { nobody } from "@/lib/gate/look";
import type { Actor } from "@/lib/policy/actor";
import { mayDo } from "@/lib/policy/policy";
import { accountOf } from "@/lib/policy/scope";
import { ofEndpoint } from "./hold";
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
  const may = mayDo["webhook.remove"](me, nobody) ? ["webhook.remove"] : [];
  const found: DeletedWebhook[] = [];
  for (const row of rows) {
    const { id, createdAt, stateSince } = row;
    const [deliveries] = await db
      .select({ n: count() })
      .from(webhookDeliveries)
      .where(ofEndpoint(row));
    const [events] = await db
      .select({ n: count() })
      .from(activity)
      .where(and(eq(activity.accountId, accountId), eq(activity.objectId, id)));
    found.push({
      ...{ id, createdAt: createdAt.toISOString(), deletedAt: stateSince.toISOString() },
      ...{ deliveries: deliveries!.n, events: events!.n, may },
    });
  }
  return found;
}
