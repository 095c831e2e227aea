import { eq, and } from "drizzle-orm";
import { z } from "zod";

import { webhookSecrets } from "@/lib/db/schema";
import { command } from "@/lib/gate/command";
import { accountVault } from "@/lib/vault/keyring";
import { giveUp } from "./hold";
import { findWebhook, sealUrl, updateWebhook } from "./rows";
import { WebhookId } from "./webhook";

/**
 * Deletes an endpoint with its address and secrets. What waited or was held for it is given up; that there were deliveries
 * stays for as long as that is promised (P37).
 */
export const deleteWebhook = command("webhook.delete", {
  input: z.strictObject({ webhookId: WebhookId }),
  refuses: [],
  target: findWebhook,
  async run({ db, target, now }) {
    const { row } = target;
    const { accountId, id } = row;
    await updateWebhook(db, row, {
      ...{ state: "deleted", stateSince: now, description: null },
      url: sealUrl(await accountVault(db, accountId), id, ""),
    });
    const givenUp = await giveUp(db, row, now);
    await db
      .delete(webhookSecrets)
      .where(and(eq(webhookSecrets.accountId, accountId), eq(webhookSecrets.endpointId, id)));
    return { value: null, told: { object: target, particulars: { givenUp } } };
  },
});
