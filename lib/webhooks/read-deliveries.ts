import { and, desc, eq, gte, lt, sql } from "drizzle-orm";
import type { z } from "zod";

import type { Database } from "@/lib/db/connection";
import { webhookDeliveries, webhookEndpoints, webhookMessages } from "@/lib/db/schema";
import { makeCursor, readCursor } from "@/lib/lists/cursor";
import type { Actor } from "@/lib/policy/actor";
import { accountOf } from "@/lib/policy/scope";
import { deliveryView } from "./delivery-rows";
import type { DeliveryFilter, DeliveryPage } from "./webhook";

/** A page of deliveries, the newest first, of one endpoint or of all. */
export async function readDeliveries(
  db: Database,
  me: Actor,
  { webhookId, ...filter }: z.output<typeof DeliveryFilter> & { webhookId?: string },
): Promise<DeliveryPage> {
  const accountId = accountOf(me);
  const { state, topic, request, from, to, limit, cursor } = filter;
  const bound = JSON.stringify([
    ...["deliveries", accountId, webhookId, state, topic, request],
    ...[from, to],
  ]);
  const after = cursor ? await readCursor(db, bound, cursor) : null;
  const rows = await db
    .select({
      delivery: webhookDeliveries,
      requestId: webhookMessages.requestId,
      destroyed: sql<boolean>`${webhookMessages.payload} is null`,
      endpoint: webhookEndpoints.state,
    })
    .from(webhookDeliveries)
    .innerJoin(
      webhookMessages,
      and(
        eq(webhookMessages.accountId, webhookDeliveries.accountId),
        eq(webhookMessages.id, webhookDeliveries.messageId),
      ),
    )
    .innerJoin(
      webhookEndpoints,
      and(
        eq(webhookEndpoints.accountId, webhookDeliveries.accountId),
        eq(webhookEndpoints.id, webhookDeliveries.endpointId),
      ),
    )
    .where(
      and(
        eq(webhookDeliveries.accountId, accountId),
        webhookId ? eq(webhookDeliveries.endpointId, webhookId) : undefined,
        state ? eq(webhookDeliveries.state, state) : undefined,
        topic ? eq(webhookDeliveries.topic, topic) : undefined,
        request ? eq(webhookMessages.requestId, request) : undefined,
        from ? gte(webhookMessages.at, from) : undefined,
        to ? lt(webhookMessages.at, to) : undefined,
        after ? lt(webhookDeliveries.id, after) : undefined,
      ),
    )
    .orderBy(webhookId ? newestOfOne : desc(webhookDeliveries.id))
    .limit(limit + 1);
  const page = rows.slice(0, limit);
  return {
    data: page.map(({ delivery, endpoint, ...message }) =>
      deliveryView(me, delivery, message, endpoint),
    ),
    nextCursor: rows.length > limit ? await makeCursor(db, bound, page.at(-1)!.delivery.id) : null,
  };
}

/** As the indexes of one endpoint are kept. */
const newestOfOne = sql`${webhookDeliveries.id} desc nulls last`;
