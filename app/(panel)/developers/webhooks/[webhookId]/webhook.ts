import { cache } from "react";

import { read } from "@/lib/gate/page";
import { showWebhook } from "@/lib/webhooks/show-webhook";

/** The webhook of this address, asked for once however many parts of the page show it. */
export const webhookOf = cache((webhookId: string) => read(showWebhook, { webhookId }));
