import { and, count, eq, ne } from "drizzle-orm";
import { z } from "zod";

import type { Database } from "@/lib/db/connection";
import { newId } from "@/lib/db/id";
import { webhookEndpoints } from "@/lib/db/schema";
import { command } from "@/lib/gate/command";
import { Failure } from "@/lib/gate/failure";
import { insistOnProof, proofOf } from "@/lib/passwords/prove-again";
import { standingOf } from "@/lib/policy/actor";
import { accountOf } from "@/lib/policy/scope";
import { accountVault } from "@/lib/vault/keyring";
import { checkUrl } from "./check-url";
import { Description, Topics, Url } from "./input";
import { insistOnThin } from "./insist-on-thin";
import { insertSecret, nameOf, sealDescription, sealUrl } from "./rows";
import { newSecret } from "./signature";
import { CreatedWebhook, MOST_WEBHOOKS } from "./webhook";

/**
 * Sets up an endpoint that is told of what happens in the account. Its secret is shown this once. A person gives their
 * password, now or within the last ten minutes: everything that is done from now on goes there (V7.5.3).
 *
 * Refused with `webhook_url_refused` and the exact reason, `too_many_webhooks`, or `thin_only` for a key that asks for more
 * than it may read.
 */
export const createWebhook = command("webhook.create", {
  input: z.strictObject({
    url: Url,
    topics: Topics,
    description: Description.optional().default(null),
    thin: z.boolean().optional().default(false),
    password: z.string().max(1_024).optional(),
  }),
  output: CreatedWebhook,
  refuses: [
    "webhook_url_refused",
    "too_many_webhooks",
    "thin_only",
    "wrong_password",
    "step_up_required",
    "busy",
  ],
  async prepare({ url, password }, me) {
    return { url: await checkUrl(url, me), proof: await proofOf(me, password) };
  },
  async run({ db, me, input: { topics, description, thin }, prepared: { url, proof }, now }) {
    insistOnThin(me, thin);
    if (me.kind === "user") await insistOnProof(db, me, proof, now);
    const accountId = accountOf(me);
    await insistOnRoom(db, accountId);
    const id = newId();
    const vault = await accountVault(db, accountId);
    await db.insert(webhookEndpoints).values({
      ...{ accountId, id, thin, state: "active" },
      url: sealUrl(vault, id, url),
      description: sealDescription(vault, id, description),
      topics: topics.join(" "),
      createdBy: standingOf(me)?.userId,
    });
    const secret = newSecret();
    await insertSecret(db, { accountId, id }, secret);
    return {
      value: { webhookId: id, secret },
      told: {
        object: { kind: "webhook", id, name: nameOf(url) },
        changes: [
          { field: "url", from: null, to: url },
          { field: "topics", from: null, to: topics },
          ...(thin ? [{ field: "thin", from: false, to: true }] : []),
          ...(description ? [{ field: "description", from: null, to: description }] : []),
        ],
      },
    };
  },
});

/** Counts behind the account's lock, so that two at once are counted one after the other (V2.3.2). */
async function insistOnRoom(db: Database, accountId: string): Promise<void> {
  await db.$client.query({
    name: "lock_account",
    text: "select id from accounts where id = $1 for no key update",
    values: [accountId],
  });
  const [row] = await db
    .select({ n: count() })
    .from(webhookEndpoints)
    .where(and(eq(webhookEndpoints.accountId, accountId), ne(webhookEndpoints.state, "deleted")));
  if (row!.n >= MOST_WEBHOOKS) throw new Failure("too_many_webhooks");
}
