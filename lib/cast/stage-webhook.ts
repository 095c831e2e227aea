import { eq } from "drizzle-orm";

import { inTransaction } from "@/lib/db/connection";
import { newId } from "@/lib/db/id";
import { webhookDeliveries, webhookEndpoints, webhookMessages } from "@/lib/db/schema";
import { enterScope } from "@/lib/db/scope";
import { accountVault } from "@/lib/vault/keyring";
import { type Payload, sealPayload } from "@/lib/webhooks/outbox";
import { insertSecret, sealUrl } from "@/lib/webhooks/rows";
import { newSecret } from "@/lib/webhooks/signature";

type Circumstances = {
  url?: string;
  topics?: string;
  thin?: boolean;
  state?: "active" | "paused" | "disabled" | "deleted";
};

/** An endpoint of an account as rows, with the delivery of one message that was given up: both have the same id. */
export async function stageWebhook(
  accountId: string,
  {
    url = "http://127.0.0.1:9/hook",
    topics = "*",
    thin = false,
    state = "active",
  }: Circumstances = {},
): Promise<{ webhookId: string; secret: string }> {
  const secret = newSecret();
  const id = newId();
  await inTransaction(async (db) => {
    await enterScope(db, accountId);
    const vault = await accountVault(db, accountId);
    await db
      .insert(webhookEndpoints)
      .values({ accountId, id, url: sealUrl(vault, id, url), topics, thin, state, sequence: 1 });
    await insertSecret(db, { accountId, id }, secret);
    const topic = "account.edit";
    await db.insert(webhookMessages).values({
      ...{ accountId, id, topic, objectId: accountId, requestId: newId() },
      payload: sealPayload(vault, id, staged(accountId)),
      fannedOutAt: new Date(),
    });
    await db.insert(webhookDeliveries).values({
      ...{ accountId, id, endpointId: id, messageId: id, topic },
      ...{ sequence: 1, state: "failed", doneAt: new Date() },
    });
  });
  return { webhookId: id, secret };
}

/** Deletes all endpoints of an account, which can have only so many. */
export const unstageWebhooks = (accountId: string): Promise<void> =>
  inTransaction(async (db) => {
    await enterScope(db, accountId);
    await db
      .update(webhookEndpoints)
      .set({ state: "deleted" })
      .where(eq(webhookEndpoints.accountId, accountId));
  });

const staged = (accountId: string): Payload => ({
  actor: { kind: "operator", id: null, name: null },
  object: { kind: "account", id: accountId, name: "Acme" },
  changes: [],
  particulars: {},
  source: "cli",
  sentence: "The operator renamed the account",
});
