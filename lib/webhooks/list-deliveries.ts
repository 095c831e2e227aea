import { query } from "@/lib/gate/query";
import { readDeliveries } from "./read-deliveries";
import { findWebhook } from "./rows";
import { DeliveryFilter, DeliveryPage, WebhookId } from "./webhook";

/** The deliveries of an endpoint, the newest first: by state, topic, request and time (P37). */
export const listDeliveries = query("webhook.list_deliveries", {
  input: DeliveryFilter.extend({ webhookId: WebhookId }),
  output: DeliveryPage,
  refuses: [],
  target: findWebhook,
  run: ({ db, me, input }) => readDeliveries(db, me, input),
});
