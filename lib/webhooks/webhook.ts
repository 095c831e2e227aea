import { z } from "zod";

import { personal } from "@/lib/support/personal";
import { Cursor, period } from "@/lib/lists/shapes";

/** The shapes of webhooks as they leave the server. Pure, and the same in the API and in the panel. */

export const WebhookId = z.uuid("This is not the id of a webhook.");
export const DeliveryId = z.uuid("This is not the id of a delivery.");

/** `disabled`: by us, after five days of failure or an answer of 410; messages are held meanwhile. */
export const webhookStates = ["active", "paused", "disabled"] as const;
export type WebhookState = (typeof webhookStates)[number];

export const deliveryStates = ["pending", "delivered", "failed", "held"] as const;
export type DeliveryState = (typeof deliveryStates)[number];

/** How one attempt ended: delivered, or why not. */
export const attemptOutcomes = [
  "delivered",
  "status",
  "redirect",
  "limited",
  "gone",
  "timeout",
  "connection",
  "certificate",
  "name",
  "refused",
  "interrupted",
] as const;
export type AttemptOutcome = (typeof attemptOutcomes)[number];

/** How many endpoints an account can have. */
export const MOST_WEBHOOKS = 20;

const When = z.iso.datetime();
const id = z.uuid();

/** A secret as far as it is shown again: since when, and until when it still signs along. */
export const SecretView = z.object({ id, createdAt: When, expiresAt: When.nullable() });

export const WebhookView = z.object({
  id,
  url: z.string(),
  description: personal("text", z.string().nullable()),
  /** names of topics, or `*` alone for all */
  topics: z.array(z.string()),
  /** only ids are sent, no names and no values */
  thin: z.boolean(),
  state: z.enum(webhookStates),
  stateSince: When,
  /** why it was disabled: it failed for five days, or answered 410 */
  because: z.enum(["failing", "gone"]).nullable(),
  /** since when every attempt has failed; null while it answers */
  failingSince: When.nullable(),
  /** when it will be disabled if nothing succeeds until then */
  disabledAt: When.nullable(),
  /** the number of its newest message */
  sequence: z.int(),
  secrets: z.array(SecretView),
  /** how many deliveries wait, are held, and were given up */
  counts: z.object({ pending: z.number(), held: z.number(), failed: z.number() }),
  /** the newest thirty attempts, the newest first: the health strip */
  recent: z.array(z.object({ at: When, outcome: z.enum(attemptOutcomes), durationMs: z.number() })),
  createdAt: When,
  version: z.int(),
  /** what the one who asks may do to it now */
  may: z.array(z.string()),
});
export type WebhookView = z.infer<typeof WebhookView>;

/** A deleted endpoint as far as it is still kept: its address is destroyed. */
export const DeletedWebhook = z.object({
  id,
  createdAt: When,
  deletedAt: When,
  /** how many deliveries and entries of the activity go when it is permanently deleted */
  deliveries: z.int(),
  events: z.int(),
  may: z.array(z.string()),
});
export type DeletedWebhook = z.infer<typeof DeletedWebhook>;

export const WebhookList = z.object({
  data: z.array(WebhookView),
  /** deleted ones that are not permanently deleted yet, the last deleted first */
  deleted: z.array(DeletedWebhook),
  /** how many an account can have */
  most: z.int(),
  may: z.array(z.string()),
});
export type WebhookList = z.infer<typeof WebhookList>;

/** The secret is shown this once. */
export const CreatedWebhook = z.object({ webhookId: id, secret: z.string() });
export const TestSent = z.object({ deliveryId: id, messageId: id });
export const Replayed = z.object({
  /** how many are sent again */
  replayed: z.int(),
  /** there are more than one replay takes; ask again for the rest */
  more: z.boolean(),
});
export const RotatedSecret = z.object({
  webhookId: id,
  secret: z.string(),
  /** until when messages are signed with the old one too */
  oldExpiresAt: When,
});
export type RotatedSecret = z.infer<typeof RotatedSecret>;

export const DeliveryView = z.object({
  id,
  webhookId: id,
  /** the `webhook-id` the receiver sees: the same over all attempts */
  messageId: id,
  topic: z.string(),
  /** its place among all messages for this endpoint */
  sequence: z.int(),
  state: z.enum(deliveryStates),
  /** attempts since it was made or last replayed */
  attempts: z.int(),
  nextAt: When.nullable(),
  lastAt: When.nullable(),
  lastOutcome: z.enum(attemptOutcomes).nullable(),
  lastStatus: z.int().nullable(),
  lastDurationMs: z.number().nullable(),
  createdAt: When,
  doneAt: When.nullable(),
  /** the request whose change it tells of */
  requestId: z.string(),
  /** a test from the panel or the API, not an event */
  test: z.boolean(),
  may: z.array(z.string()),
});
export type DeliveryView = z.infer<typeof DeliveryView>;

export const DeliveryPage = z.object({
  data: z.array(DeliveryView),
  nextCursor: z.string().nullable(),
});
export type DeliveryPage = z.infer<typeof DeliveryPage>;

export const AttemptView = z.object({
  id,
  at: When,
  number: z.int(),
  outcome: z.enum(attemptOutcomes),
  status: z.int().nullable(),
  durationMs: z.number(),
  bytesOut: z.int(),
  bytesIn: z.int(),
  /**
   * why it failed, what was sent along and the start of the answer; null once the object is permanently deleted, and to a
   * key that may not read the activity
   */
  excerpt: z
    .object({
      says: personal("text", z.string().nullable()),
      requestHeaders: personal("text", z.record(z.string(), z.string())),
      contentType: z.string().nullable(),
      responseBody: personal("text", z.string()),
    })
    .nullable(),
});
export type AttemptView = z.infer<typeof AttemptView>;

export const DeliveryDetail = DeliveryView.extend({
  url: z.string(),
  /** exactly what is sent; null once the object it tells of is permanently deleted, and to a key that may not read the activity */
  body: personal("text", z.string().nullable()),
  /** the newest first */
  tries: z.array(AttemptView),
});
export type DeliveryDetail = z.infer<typeof DeliveryDetail>;

/** Which deliveries of an endpoint: by state, topic and when their event was. */
export const DeliveryFilter = z.strictObject({
  state: z.enum(deliveryStates).optional(),
  topic: z.string().max(80).optional(),
  request: z.string().max(80).optional(),
  ...period,
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: Cursor.optional(),
});

/** What a replay of many takes: those given up and those held, unless one state is named. */
export const ReplayRange = z.strictObject({
  webhookId: WebhookId,
  state: z.enum(["delivered", "failed", "held"]).nullish().default(null),
  topic: z.string().max(80).nullish().default(null),
  /** ISO instants or days of the event; `from` is inclusive, `to` exclusive */
  from: period.from.nullable().default(null),
  to: period.to.nullable().default(null),
});
export type ReplayRange = z.output<typeof ReplayRange>;

export const ReplayPreview = z.object({
  /** how many would be sent again */
  count: z.int(),
  /** of those, how many a receiver got already */
  delivered: z.int(),
  oldest: When.nullable(),
  newest: When.nullable(),
});
export type ReplayPreview = z.infer<typeof ReplayPreview>;

/** Whether a signature is ours, check by check, each with what it says. */
export const VerifiedSignature = z.object({
  valid: z.boolean(),
  checks: z.array(
    z.object({
      check: z.enum(["headers", "id", "timestamp", "signature", "body"]),
      ok: z.boolean(),
      says: z.string(),
    }),
  ),
  /** the secret that signed it */
  secret: SecretView.nullable(),
  /** the delivery it belongs to, where there is one */
  deliveryId: id.nullable(),
});
export type VerifiedSignature = z.infer<typeof VerifiedSignature>;

export const TopicView = z.object({
  topic: z.string(),
  /** what topics are grouped by: `user`, `session`, `webhook`, … */
  noun: z.string(),
  /** an example of what happened, in words */
  title: z.string(),
  version: z.int(),
  /** JSON schema of the whole message */
  schema: z.record(z.string(), z.unknown()),
  example: z.record(z.string(), z.unknown()),
  thinExample: z.record(z.string(), z.unknown()),
});
export type TopicView = z.infer<typeof TopicView>;
export const TopicList = z.object({ data: z.array(TopicView) });
