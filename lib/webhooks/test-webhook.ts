import { sql } from "drizzle-orm";
import { z } from "zod";

import { newId } from "@/lib/db/id";
import { webhookDeliveries, webhookMessages } from "@/lib/db/schema";
import { command } from "@/lib/gate/command";
import { enqueueDeliveries } from "@/lib/jobs/enqueue";
import { insist } from "@/lib/limits/limits";
import { actorIdOf, isOfStaff } from "@/lib/policy/actor";
import { accountOf } from "@/lib/policy/scope";
import { accountVault } from "@/lib/vault/keyring";
import { sealPayload } from "./outbox";
import { findWebhook, nextSequence } from "./rows";
import { TestSent, WebhookId } from "./webhook";

/**
 * Sends a signed test to an endpoint at once, also while it is paused or disabled: a delivery like any other, tried once,
 * whose failure does not count against the endpoint.
 */
export const testWebhook = command("webhook.test", {
  input: z.strictObject({ webhookId: WebhookId }),
  output: TestSent,
  refuses: [],
  target: findWebhook,
  prepare: (_input, me) => insist("webhook tests of an account", accountOf(me)),
  async run({ db, me, target, request }) {
    const { accountId, id: endpointId } = target.row;
    const messageId = newId();
    const deliveryId = newId();
    const topic = "webhook.test";
    const actor = {
      kind:
        me.kind === "key"
          ? ("key" as const)
          : isOfStaff(me)
            ? ("staff" as const)
            : ("user" as const),
      id: actorIdOf(me),
      name: "name" in me ? me.name : null,
    };
    const { kind, id, name } = target;
    await db.insert(webhookMessages).values({
      ...{ accountId, id: messageId, topic, objectId: id, actorId: actor.id },
      requestId: request.id,
      payload: sealPayload(await accountVault(db, accountId), messageId, {
        ...{ actor, object: { kind, id, name }, changes: [], particulars: {} },
        source: request.source,
        sentence: "This is a test.",
      }),
      fannedOutAt: sql`now()`,
    });
    await db.insert(webhookDeliveries).values({
      ...{ accountId, id: deliveryId, endpointId, messageId, topic, test: true },
      sequence: await nextSequence(db, target.row),
      state: "pending",
      nextAt: sql`now()`,
    });
    await enqueueDeliveries(db, { accountId, webhookId: endpointId }, null);
    return {
      value: { deliveryId, messageId },
      told: { object: target, particulars: { delivery: deliveryId } },
    };
  },
});
