import { z } from "zod";

import { accountName } from "@/lib/accounts/rows";
import { journalErasure } from "@/lib/backups/journal";
import { destroyWithCopies } from "@/lib/copies/destroy";
import { Removed } from "@/lib/copies/removed";
import { call } from "@/lib/db/scope";
import { command } from "@/lib/gate/command";
import { Failure } from "@/lib/gate/failure";
import { findAnyWebhook } from "./deleted";
import { WebhookId } from "./webhook";

/**
 * Permanently deletes an endpoint that was deleted before: its row, its deliveries, all activity about it and every copy, irrevocably (P35).
 * That there were attempts stays in the traffic, without content. One line without content remains in the account's ledger. Refused with
 * `webhook_not_deleted`.
 */
export const removeWebhook = command("webhook.remove", {
  input: z.strictObject({ webhookId: WebhookId }),
  output: Removed,
  refuses: ["webhook_not_deleted"],
  target: findAnyWebhook,
  async run({ db, me, target, request, now }) {
    const { accountId, id, state } = target.row;
    if (state !== "deleted") throw new Failure("webhook_not_deleted");
    const gone = { accountId, kind: "webhook" as const, id, called: [] };
    const destroyed = await destroyWithCopies(db, gone, me, request.id);
    await call(db, "remove_webhook", id);
    const erased = { kind: "removed_webhook" as const, accountId, objectId: id, personId: null };
    await journalErasure(db, erased, now);
    const object = {
      kind: "account" as const,
      id: accountId,
      name: await accountName(db, accountId),
    };
    return { value: { destroyed }, told: { object, particulars: { destroyed } } };
  },
});
