import { and, desc, eq, sql } from "drizzle-orm";
import { z } from "zod";

import { webhookAttempts } from "@/lib/db/schema";
import { readEnv } from "@/lib/env";
import { query } from "@/lib/gate/query";
import { accountVault } from "@/lib/vault/keyring";
import { openExcerpt } from "./deliver/excerpt";
import { deliveryView, findDelivery } from "./delivery-rows";
import { bodyOf } from "./envelope";
import { mayReadMessages } from "./insist-on-thin";
import { openPayload } from "./outbox";
import { type AttemptOutcome, DeliveryDetail, DeliveryId } from "./webhook";

/** The newest attempts that are shown; a message that was replayed often has more. */
const MOST_TRIES = 100;

/**
 * One delivery, with exactly what is sent and everything that was tried. A key that may not read the activity learns that it
 * was sent and how it went, and not what it told.
 */
export const showDelivery = query("webhook.show_delivery", {
  input: z.strictObject({ deliveryId: DeliveryId }),
  output: DeliveryDetail,
  refuses: [],
  target: findDelivery,
  async run({ db, me, target: { delivery, message, row, url } }): Promise<DeliveryDetail> {
    const { accountId } = row;
    const vault = await accountVault(db, accountId);
    const tries = await db
      .select()
      .from(webhookAttempts)
      .where(
        and(eq(webhookAttempts.accountId, accountId), eq(webhookAttempts.deliveryId, delivery.id)),
      )
      .orderBy(sql`${webhookAttempts.at} desc nulls last`, desc(webhookAttempts.number))
      .limit(MOST_TRIES);
    const readable = mayReadMessages(me);
    const told = {
      ...{ accountId, messageId: message.id, topic: delivery.topic, sequence: delivery.sequence },
      ...{ origin: readEnv(process.env).origin, at: message.at, requestId: message.requestId },
    };
    return {
      ...deliveryView(me, delivery, { ...message, destroyed: !message.payload }, row.state),
      url,
      body:
        readable && message.payload
          ? bodyOf({ ...told, payload: openPayload(vault, message.id, message.payload) }, row.thin)
          : null,
      tries: tries.map((one) => ({
        id: one.id,
        at: one.at.toISOString(),
        number: one.number,
        outcome: one.outcome as AttemptOutcome,
        status: one.status,
        durationMs: one.duration / 1_000,
        bytesOut: one.bytesOut,
        bytesIn: one.bytesIn,
        excerpt: readable && one.excerpt ? openExcerpt(vault, one.id, one.excerpt) : null,
      })),
    };
  },
});
