import { z } from "zod";

import { AccountId } from "@/lib/accounts/account";
import { CallFilter, CallView } from "@/lib/traffic/traffic";
import { line } from "@/lib/shapes/line";
import { Instant } from "@/lib/users/user";
import { Cursor, period } from "@/lib/lists/shapes";

/** Why someone of the staff looks at what belongs to a customer. The customer reads it. */
export const Reason = line(300, "Say why you look. The account reads it in its activity.");

const looking = { accountId: AccountId, reason: Reason };

/** Which calls of an account are looked at. */
export const CallLook = CallFilter.extend(looking);

/** A call as the staff see it: names of users and keys are the account's, and stay there. */
export const LookedCall = CallView.omit({ actor: true, key: true })
  .extend({
    actor: z.object({ kind: z.string(), id: z.uuid().nullable() }),
    keyId: z.uuid().nullable(),
  })
  .meta({ id: "LookedCall", description: "A call of an account as the staff see it" });
export type LookedCall = z.infer<typeof LookedCall>;

const nextCursor = z
  .string()
  .nullable()
  .meta({ description: "Send it as `cursor` to go on; null at the end", examples: [null] });

export const LookedCalls = z
  .object({
    data: z.array(LookedCall),
    nextCursor,
    searchedTo: Instant.nullable().meta({
      description: "How far back a rare filter looked before it stopped early",
      examples: [null],
    }),
  })
  .meta({ id: "LookedCalls", description: "A page of calls, the newest first" });
export type LookedCalls = z.infer<typeof LookedCalls>;

/** Which attempts to deliver webhooks of an account are looked at. */
export const AttemptLook = z.strictObject({
  ...looking,
  /** the endpoint they went to */
  webhook: z.uuid().optional(),
  ...period,
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: Cursor.optional(),
});

/** An attempt to deliver a webhook as the staff see it: never what was sent or answered. */
export const LookedAttempt = z
  .object({
    id: z.uuid(),
    at: Instant,
    webhookId: z.uuid(),
    deliveryId: z.uuid(),
    topic: z
      .string()
      .nullable()
      .meta({ examples: ["user.pause"] }),
    state: z
      .string()
      .nullable()
      .meta({ description: "How the delivery stands by now", examples: ["delivered"] }),
    number: z.int().meta({ examples: [1] }),
    outcome: z.string().meta({ examples: ["delivered"] }),
    status: z
      .int()
      .nullable()
      .meta({ examples: [204] }),
    durationMs: z.number().meta({ examples: [84.2] }),
    bytesIn: z.int(),
    bytesOut: z.int(),
    requestId: z.string(),
  })
  .meta({ id: "LookedAttempt", description: "An attempt to deliver a webhook, without content" });
export type LookedAttempt = z.infer<typeof LookedAttempt>;

export const LookedAttempts = z
  .object({ data: z.array(LookedAttempt), nextCursor })
  .meta({ id: "LookedAttempts", description: "A page of attempts, the newest first" });
export type LookedAttempts = z.infer<typeof LookedAttempts>;

const hop = {
  at: Instant,
  accountId: z.uuid().nullable().meta({ description: "Null where no account is known" }),
};
const count = z.int();

/** Everything one request has led to, as names, states and times (P40). */
export const Trace = z
  .object({
    requestId: z.uuid(),
    accounts: z
      .array(z.uuid())
      .meta({ description: "The accounts it has to do with; each is told" }),
    calls: z.array(
      z.object({
        ...hop,
        actorKind: z.string(),
        actorId: z.uuid().nullable(),
        keyId: z.uuid().nullable(),
        source: z.string(),
        method: z.string(),
        route: z.string(),
        operation: z.string().nullable(),
        status: count,
        code: z.string().nullable(),
        durationMs: z.number(),
      }),
    ),
    events: z.array(
      z.object({
        ...hop,
        action: z.string(),
        outcome: z.string(),
        code: z.string().nullable(),
      }),
    ),
    letters: z.array(
      z.object({
        ...hop,
        kind: z.string(),
        state: z.string(),
        attempts: count,
        sentAt: Instant.nullable(),
      }),
    ),
    deliveries: z.array(
      z.object({
        ...hop,
        id: z.uuid(),
        webhookId: z.uuid(),
        topic: z.string(),
        state: z.string(),
        attempts: count,
        nextAt: Instant.nullable(),
      }),
    ),
    attempts: z.array(
      z.object({
        ...hop,
        deliveryId: z.uuid(),
        webhookId: z.uuid(),
        number: count,
        outcome: z.string(),
        status: count.nullable(),
        durationMs: z.number(),
      }),
    ),
  })
  .meta({ id: "Trace", description: "Everything one request has led to, without content" });
export type Trace = z.infer<typeof Trace>;
