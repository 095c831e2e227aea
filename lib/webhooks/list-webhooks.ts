import { and, eq, ne } from "drizzle-orm";
import { z } from "zod";

import { webhookEndpoints } from "@/lib/db/schema";
import { nobody } from "@/lib/gate/look";
import { query } from "@/lib/gate/query";
import { mayDo } from "@/lib/policy/policy";
import { accountOf } from "@/lib/policy/scope";
import { readDeleted } from "./deleted";
import { webhookView } from "./views";
import { MOST_WEBHOOKS, WebhookList } from "./webhook";

/** The endpoints of the account, each with how it fares. */
export const listWebhooks = query("webhook.list", {
  input: z.strictObject({}),
  output: WebhookList,
  refuses: [],
  async run({ db, me }): Promise<WebhookList> {
    const rows = await db
      .select()
      .from(webhookEndpoints)
      .where(
        and(eq(webhookEndpoints.accountId, accountOf(me)), ne(webhookEndpoints.state, "deleted")),
      )
      .orderBy(webhookEndpoints.id);
    return {
      data: await Promise.all(rows.map((row) => webhookView(db, me, row))),
      deleted: await readDeleted(db, me, accountOf(me)),
      most: MOST_WEBHOOKS,
      may: mayDo["webhook.create"](me, nobody) ? ["webhook.create"] : [],
    };
  },
});
