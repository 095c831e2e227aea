import { z } from "zod";

import { command } from "@/lib/gate/command";
import { findWebhook, updateWebhook } from "./rows";
import { tellOwners } from "./tell-owners";
import { WebhookId } from "./webhook";

/** Tells every owner, once, that an endpoint has failed for half the time after which it is disabled. */
export const warnOwners = command("webhook.warn", {
  input: z.strictObject({ webhookId: WebhookId }),
  refuses: [],
  target: findWebhook,
  async run({ db, target, request, now }) {
    const { state, failingSince, warnedAt } = target.row;
    if (state !== "active" || !failingSince || warnedAt) return { value: null, told: [] };
    await updateWebhook(db, target.row, { warnedAt: now });
    await tellOwners(db, target, "webhookFailing", request);
    return {
      value: null,
      told: { object: target, particulars: { since: failingSince.toISOString() } },
    };
  },
});
