import { query } from "@/lib/gate/query";
import { readDeliveries } from "./read-deliveries";
import { DeliveryFilter, DeliveryPage } from "./webhook";

/** The deliveries of all endpoints of the account, deleted ones too, the newest first; those of one request, for example. */
export const listAllDeliveries = query("webhook.list_all_deliveries", {
  input: DeliveryFilter,
  output: DeliveryPage,
  refuses: [],
  run: ({ db, me, input }) => readDeliveries(db, me, input),
});
