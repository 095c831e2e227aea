import { and, count, eq, inArray } from "drizzle-orm";

import type { Database } from "@/lib/db/connection";
import { webhookDeliveries } from "@/lib/db/schema";
import type { WebhookRecord } from "./rows";

type Endpoint = Pick<WebhookRecord, "accountId" | "id">;

/** Holds what waits for an endpoint that rests now. Nothing is dropped: held deliveries can be replayed. */
export async function hold(db: Database, endpoint: Endpoint): Promise<number> {
  const { rowCount } = await db
    .update(webhookDeliveries)
    .set({ state: "held", nextAt: null })
    .where(and(ofEndpoint(endpoint), eq(webhookDeliveries.state, "pending")));
  return rowCount ?? 0;
}

/** Gives up what waits for an endpoint that is deleted. */
export async function giveUp(db: Database, endpoint: Endpoint, now: Date): Promise<number> {
  const { rowCount } = await db
    .update(webhookDeliveries)
    .set({ state: "failed", nextAt: null, doneAt: now })
    .where(and(ofEndpoint(endpoint), inArray(webhookDeliveries.state, ["pending", "held"])));
  return rowCount ?? 0;
}

/** How many are held for an endpoint. */
export async function heldFor(db: Database, endpoint: Endpoint): Promise<number> {
  const [row] = await db
    .select({ n: count() })
    .from(webhookDeliveries)
    .where(and(ofEndpoint(endpoint), eq(webhookDeliveries.state, "held")));
  return row!.n;
}

export const ofEndpoint = ({ accountId, id }: Endpoint) =>
  and(eq(webhookDeliveries.accountId, accountId), eq(webhookDeliveries.endpointId, id));
