import { z } from "zod";

import { command } from "@/lib/gate/command";
import { hold } from "./hold";
import { findWebhook, updateWebhook } from "./rows";
import { tellOwners } from "./tell-owners";
import { WebhookId } from "./webhook";

/**
 * Disables an endpoint that has failed for five days, or that answered 410. Only Castellan itself does this. Messages are
 * held from then on, and every owner is told by letter, once.
 */
export const disableWebhook = command("webhook.disable", {
  input: z.strictObject({ webhookId: WebhookId, because: z.enum(["failing", "gone"]) }),
  refuses: [],
  target: findWebhook,
  async run({ db, target, input: { because }, request, now }) {
    if (target.row.state !== "active") return { value: null, told: [] };
    await updateWebhook(db, target.row, { state: "disabled", stateSince: now, because });
    const held = await hold(db, target.row);
    await tellOwners(db, target, because === "gone" ? "webhookGone" : "webhookDisabled", request);
    return {
      value: null,
      told: {
        object: target,
        changes: [{ field: "state", from: "active", to: "disabled" }],
        particulars: { because, held },
      },
    };
  },
});
