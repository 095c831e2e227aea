import type { Database } from "@/lib/db/connection";
import { newId } from "@/lib/db/id";
import { webhookEndpoints } from "@/lib/db/schema";
import type { TakeOutWebhook } from "@/lib/exports/format";
import { accountVault } from "@/lib/vault/keyring";
import { insertSecret, sealDescription, sealUrl } from "@/lib/webhooks/rows";
import { newSecret } from "@/lib/webhooks/signature";

/**
 * A webhook of an archive arrives paused, with a secret nobody has seen: whoever wants it rotates the secret, tells the
 * receiver, and resumes it.
 */
export async function insertImportedWebhook(
  db: Database,
  accountId: string,
  { url, description, topics, thin, createdAt }: TakeOutWebhook,
): Promise<void> {
  const id = newId();
  const vault = await accountVault(db, accountId);
  await db.insert(webhookEndpoints).values({
    ...{ accountId, id, thin, state: "paused" },
    url: sealUrl(vault, id, url),
    description: sealDescription(vault, id, description),
    topics: topics.join(" "),
    createdAt: new Date(createdAt),
  });
  await insertSecret(db, { accountId, id }, newSecret());
}
