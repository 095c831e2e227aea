import { z } from "zod";

import { command } from "@/lib/gate/command";
import { Failure } from "@/lib/gate/failure";
import { hold } from "./hold";
import { findWebhook, updateWebhook } from "./rows";
import { WebhookId } from "./webhook";

/** Pausing an endpoint holds everything for it, what waits and what comes, until it is resumed. Nothing is dropped. */
export const pauseWebhook = command("webhook.pause", {
  input: z.strictObject({ webhookId: WebhookId }),
  output: z.object({ held: z.int() }),
  refuses: ["webhook_at_rest"],
  target: findWebhook,
  async run({ db, target, now }) {
    if (target.row.state !== "active") throw new Failure("webhook_at_rest");
    await updateWebhook(db, target.row, { state: "paused", stateSince: now, because: null });
    const held = await hold(db, target.row);
    return {
      value: { held },
      told: {
        object: target,
        changes: [{ field: "state", from: "active", to: "paused" }],
        particulars: { held },
      },
    };
  },
});
