import { accountName, ownersOf } from "@/lib/accounts/rows";
import type { Database } from "@/lib/db/connection";
import type { RequestInfo } from "@/lib/gate/claim";
import { address } from "@/lib/mail/addresses";
import { letters } from "@/lib/mail/letters";
import { post } from "@/lib/mail/post";
import type { FoundWebhook } from "./rows";

/** Writes a letter about an endpoint to every owner who can sign in. */
export async function tellOwners(
  db: Database,
  { id, name, row: { accountId } }: FoundWebhook,
  kind: "webhookFailing" | "webhookDisabled" | "webhookGone",
  request: RequestInfo,
): Promise<void> {
  const text = letters[kind]({
    account: await accountName(db, accountId),
    host: name,
    url: address.webhook(id),
  });
  for (const owner of await ownersOf(db, accountId)) {
    if (owner.status !== "active") continue;
    await post(db, {
      personId: owner.personId,
      kind,
      text,
      requestId: request.id,
      to: owner.email,
      user: { accountId, id: owner.id },
    });
  }
}
