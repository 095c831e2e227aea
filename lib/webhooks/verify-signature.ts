import { timingSafeEqual } from "node:crypto";

import { and, eq } from "drizzle-orm";
import { z } from "zod";

import { second } from "@/lib/clock";
import type { Database } from "@/lib/db/connection";
import { webhookDeliveries, webhookMessages } from "@/lib/db/schema";
import { readEnv } from "@/lib/env";
import { query } from "@/lib/gate/query";
import type { Actor } from "@/lib/policy/actor";
import { accountVault } from "@/lib/vault/keyring";
import { bodyOf } from "./envelope";
import { mayReadMessages } from "./insist-on-thin";
import { openPayload } from "./outbox";
import { findWebhook, type Secret, secretsOf, type WebhookRecord } from "./rows";
import { sign, TOLERANCE } from "./signature";
import { secretView } from "./views";
import { VerifiedSignature, WebhookId } from "./webhook";

type Check = VerifiedSignature["checks"][number];

/** Headers as they are pasted: a JSON object, or lines of `name: value`. */
const Headers = z.union([z.record(z.string(), z.string()), z.string().max(20_000)]);

/**
 * Tells whether a message that arrived is ours, and if not, exactly why: a header is missing, it is too old, the id is
 * another one's, the body was changed on its way, or a secret that is not ours signed it.
 */
export const verifySignature = query("webhook.verify", {
  input: z.strictObject({
    webhookId: WebhookId,
    headers: Headers,
    body: z.string().max(200_000, "That is longer than any message."),
  }),
  output: VerifiedSignature,
  refuses: [],
  target: findWebhook,
  async run({ db, me, target: { row }, input }): Promise<VerifiedSignature> {
    const { rows } = await db.$client.query<{ now: Date }>("select now() as now");
    const now = rows[0]!.now;
    const given = lowered(input.headers);
    const names = ["webhook-id", "webhook-timestamp", "webhook-signature"] as const;
    const missing = names.filter((name) => !given[name]);
    const headers: Check = missing.length
      ? no("headers", `Missing: ${missing.join(", ")}. Paste the headers as they arrived.`)
      : yes("headers", "All three headers are there.");
    if (missing.length) {
      return { valid: false, checks: [headers], secret: null, deliveryId: null };
    }
    const id = given["webhook-id"]!;
    const signatures = given["webhook-signature"]!.split(" ").filter((one) =>
      one.startsWith("v1,"),
    );
    const sent = await sentAs(db, me, row, id);
    const { at, check: timestamp } = timestampOf(given["webhook-timestamp"]!, now);
    const secrets = await secretsOf(db, row, new Date(0)); // also those that have run out since
    const by = at ? signer(secrets, signatures, id, at, input.body) : undefined;
    const checks = [
      headers,
      sent
        ? yes("id", "This id belongs to a message that was sent to this webhook.")
        : no("id", "No message with this id was sent to this webhook. Is it another one's?"),
      timestamp,
      signatureCheck(by, now, signatures),
      bodyCheck(by, sent?.body ?? null, input.body, () =>
        Boolean(at && sent?.body && signer(secrets, signatures, id, at, sent.body)),
      ),
    ];
    return {
      valid: checks.every(({ ok }) => ok),
      checks,
      secret: by ? secretView(by) : null,
      deliveryId: sent?.deliveryId ?? null,
    };
  },
});

const yes = (check: Check["check"], says: string): Check => ({ check, ok: true, says });
const no = (check: Check["check"], says: string): Check => ({ check, ok: false, says });

function lowered(headers: z.output<typeof Headers>): Record<string, string> {
  const pairs =
    typeof headers === "string"
      ? headers.split(/\r?\n/).map((line) => {
          const [, name = "", value = ""] = /^\s*"?([\w-]+)"?\s*:\s*(.*)$/.exec(line) ?? [];
          return [name, value.replace(/^"|"?,?\s*$/g, "")] as const;
        })
      : Object.entries(headers);
  return Object.fromEntries(pairs.map(([name, value]) => [name.toLowerCase(), value.trim()]));
}

/**
 * What was sent under an id, where something was. Whoever may not read it is not told where another text differs from it
 * either, or they would find it out letter by letter.
 */
async function sentAs(db: Database, me: Actor, row: WebhookRecord, messageId: string) {
  if (!z.uuid().safeParse(messageId).success) return null;
  const { accountId } = row;
  const [found] = await db
    .select()
    .from(webhookDeliveries)
    .innerJoin(
      webhookMessages,
      and(
        eq(webhookMessages.accountId, webhookDeliveries.accountId),
        eq(webhookMessages.id, webhookDeliveries.messageId),
      ),
    )
    .where(
      and(
        eq(webhookDeliveries.accountId, accountId),
        eq(webhookDeliveries.endpointId, row.id),
        eq(webhookDeliveries.messageId, messageId),
      ),
    );
  if (!found) return null;
  const { webhook_deliveries: delivery, webhook_messages: message } = found;
  const { payload, at, requestId } = message;
  const vault = await accountVault(db, accountId);
  const told = { ...delivery, at, requestId };
  return {
    deliveryId: delivery.id,
    body:
      payload && mayReadMessages(me)
        ? bodyOf(
            {
              ...told,
              origin: readEnv(process.env).origin,
              payload: openPayload(vault, messageId, payload),
            },
            row.thin,
          )
        : null,
  };
}

function timestampOf(text: string, now: Date): { at: Date | null; check: Check } {
  if (!/^\d{9,11}$/.test(text)) {
    return { at: null, check: no("timestamp", "It is not a number of seconds.") };
  }
  const at = new Date(Number(text) * second);
  const age = now.getTime() - at.getTime();
  const when = `It was sent at ${at.toISOString()}`;
  if (age > TOLERANCE)
    return {
      at,
      check: no(
        "timestamp",
        `${when}, more than five minutes ago: a receiver refuses it now. That is right for an old message.`,
      ),
    };
  if (age < -TOLERANCE)
    return {
      at,
      check: no("timestamp", `${when}, which is yet to come. Is the clock over there right?`),
    };
  return { at, check: yes("timestamp", `${when}, within the last five minutes.`) };
}

const signer = (secrets: Secret[], signatures: string[], id: string, at: Date, body: string) =>
  secrets.find(({ secret }) => {
    const right = Buffer.from(sign(secret, id, at, body));
    return signatures.some((one) => {
      const given = Buffer.from(one);
      return given.length === right.length && timingSafeEqual(given, right);
    });
  });

function signatureCheck(by: Secret | undefined, now: Date, signatures: string[]): Check {
  if (!signatures.length) return no("signature", "The header holds no signature of the form v1,….");
  if (!by)
    return no(
      "signature",
      "No secret of this webhook makes this signature from this id, time and body.",
    );
  const made = `The secret of ${by.createdAt.toISOString().slice(0, 10)} made it`;
  if (by.expiresAt && by.expiresAt <= now)
    return no("signature", `${made}, but that has run out. Take the newer secret.`);
  return yes("signature", `${made}.`);
}

function bodyCheck(
  by: Secret | undefined,
  sent: string | null,
  given: string,
  fitsSent: () => boolean,
): Check {
  if (by) return yes("body", "The body is exactly what was signed.");
  if (sent === null) return no("body", "There is nothing to compare the body with.");
  if (sent === given)
    return no("body", "The body is what was sent, so the secret or the signature is another one.");
  const differs = [...sent].findIndex((letter, index) => letter !== given[index]);
  const where = differs < 0 ? "after its end" : `from character ${differs + 1} on`;
  return no(
    "body",
    fitsSent()
      ? `The body was changed on its way, ${where}; as it was sent, the signature fits. Sign the raw body, before anything reads it as JSON.`
      : `The body is not the one that was sent: it differs ${where}.`,
  );
}
