import { z } from "zod";

import type { Change } from "@/lib/activity/event";
import { command } from "@/lib/gate/command";
import { enqueueDeliveries } from "@/lib/jobs/enqueue";
import { insistOnProof, proofOf } from "@/lib/passwords/prove-again";
import { accountVault } from "@/lib/vault/keyring";
import { checkUrl } from "./check-url";
import { Description, Topics, Url } from "./input";
import { insistOnThin } from "./insist-on-thin";
import {
  findWebhook,
  nameOf,
  openDescription,
  sealDescription,
  sealUrl,
  updateWebhook,
  type WebhookRecord,
} from "./rows";
import { WebhookId } from "./webhook";

/**
 * Changes where an endpoint leads, what it is told and how. Another address starts with a clean slate, and what waits is
 * sent there at once. Messages that wait already keep their topics.
 * Whoever has more sent, or sent elsewhere, gives their password as they did when it was set up (V7.5.3).
 *
 * Refused with `thin_only` for a key that would have whole messages sent although it may not read what they tell.
 */
export const editWebhook = command("webhook.edit", {
  input: z.strictObject({
    webhookId: WebhookId,
    url: Url.optional(),
    topics: Topics.optional(),
    description: Description.optional(),
    thin: z.boolean().optional(),
    password: z.string().max(1_024).optional(),
  }),
  refuses: ["webhook_url_refused", "thin_only", "wrong_password", "step_up_required", "busy"],
  target: findWebhook,
  async prepare({ url, password }, me) {
    return {
      url: url === undefined ? undefined : await checkUrl(url, me),
      proof: await proofOf(me, password),
    };
  },
  async run({ db, me, target, input, prepared: { url, proof }, now }) {
    const { row } = target;
    const vault = await accountVault(db, row.accountId);
    const changes: Change[] = [];
    const set: Partial<WebhookRecord> = {};
    if (url !== undefined && url !== target.url) {
      changes.push({ field: "url", from: target.url, to: url });
      Object.assign(set, { url: sealUrl(vault, row.id, url), ...cleanSlate });
    }
    if (input.topics && input.topics.join(" ") !== row.topics) {
      changes.push({ field: "topics", from: row.topics.split(" "), to: input.topics });
      set.topics = input.topics.join(" ");
    }
    const described = openDescription(vault, row);
    if (input.description !== undefined && input.description !== described) {
      changes.push({ field: "description", from: described, to: input.description });
      set.description = sealDescription(vault, row.id, input.description);
    }
    if (input.thin !== undefined && input.thin !== row.thin) {
      changes.push({ field: "thin", from: row.thin, to: input.thin });
      set.thin = input.thin;
    }
    if (!changes.length) return { value: null, told: [] };
    if (leadsElsewhere(set)) {
      insistOnThin(me, set.thin ?? row.thin);
      if (me.kind === "user") await insistOnProof(db, me, proof, now);
    }
    await updateWebhook(db, row, set);
    if (set.url) await enqueueDeliveries(db, { accountId: row.accountId, webhookId: row.id }, now);
    const name = url === undefined ? target.name : nameOf(url);
    return { value: null, told: { object: { kind: "webhook", id: row.id, name }, changes } };
  },
});

/** Whether something else is told from now on, or to somebody else. */
const leadsElsewhere = ({ url, topics, thin }: Partial<WebhookRecord>) =>
  url !== undefined || topics !== undefined || thin === false;

/** Nothing of an earlier failure counts any more. */
export const cleanSlate = {
  failures: 0,
  failingSince: null,
  warnedAt: null,
  restUntil: null,
} satisfies Partial<WebhookRecord>;
