import { z } from "zod";

import { query } from "@/lib/gate/query";
import { findWebhook } from "./rows";
import { webhookView } from "./views";
import { WebhookId, WebhookView } from "./webhook";

/** One endpoint, with how it fares. Its secret is never shown again. */
export const showWebhook = query("webhook.show", {
  input: z.strictObject({ webhookId: WebhookId }),
  output: WebhookView,
  refuses: [],
  target: findWebhook,
  run: ({ db, me, target }) => webhookView(db, me, target.row),
});
