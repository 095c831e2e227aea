import { z } from "zod";

import { line } from "@/lib/shapes/line";
import { Instant, May } from "@/lib/users/user";
import { personalFields } from "./personal";

/** The shapes of support access as they leave the server. Pure, and the same in the API and in the panel. */

export const GrantId = z.uuid("This is not the id of an access.");

/** What of an account can be opened, noun by noun. */
export const supportNouns = ["users", "activity", "account", "webhooks", "traffic"] as const;
export type SupportNoun = (typeof supportNouns)[number];

/** `act` includes what `view` opens. */
export const supportModes = ["view", "act"] as const;
export type SupportMode = (typeof supportModes)[number];

export const grantOrigins = ["request", "invitation", "break_glass"] as const;

/**
 * `pending` waits for an owner, `invited` for the one of the staff to enter, `live` is open now; the others are over,
 * `lapsed` for want of an answer within four days.
 */
export const grantStates = [
  "pending",
  "invited",
  "live",
  "ended",
  "declined",
  "withdrawn",
  "lapsed",
] as const;
export type GrantState = (typeof grantStates)[number];

/** No access outlasts a day; the operator may set less (P50). */
export const MOST_MINUTES = 1_440;
export const USUAL_MINUTES = 60;

const each = <Word extends string>(words: readonly Word[], given: Word[]) =>
  words.filter((word) => given.includes(word));

export const Nouns = z
  .array(z.enum(supportNouns, "Choose from the list."))
  .min(1, "Choose at least one.")
  .transform((given) => each(supportNouns, given));
export const Fields = z
  .array(z.enum(personalFields, "Choose from the list."))
  .transform((given) => each(personalFields, given));
export const Mode = z.enum(supportModes, "Choose view or act.");
export const Minutes = z.coerce
  .number("Give a number of minutes.")
  .int("Give whole minutes.")
  .min(5, "Give at least 5 minutes.")
  .max(MOST_MINUTES, "No access outlasts a day.");
export const Ticket = z
  .union([z.literal("").transform(() => null), z.null(), line(60, "Give a ticket.")])
  .optional()
  .default(null);
export const Why = line(500, "Say why. The owners of the account read it.");

/** What is asked for, or offered by an invitation. */
export const wanted = {
  reason: Why,
  ticket: Ticket,
  nouns: Nouns,
  fields: Fields.optional().default([]),
  mode: Mode.optional().default("view"),
  minutes: Minutes.optional().default(USUAL_MINUTES),
};

const named = z.object({
  id: z.uuid(),
  name: z.string().meta({ examples: ["Sam Support"] }),
});

const scope = {
  id: z.uuid(),
  state: z.enum(grantStates).meta({ examples: ["pending"] }),
  origin: z.enum(grantOrigins).meta({ examples: ["request"] }),
  reason: z.string().meta({ examples: ["Deliveries to your webhook time out"] }),
  ticket: z
    .string()
    .nullable()
    .meta({ examples: ["4711"] }),
  nouns: z.array(z.enum(supportNouns)).meta({ examples: [["users", "webhooks"]] }),
  fields: z.array(z.enum(personalFields)).meta({
    description: "Personal fields that may be unmasked one by one, with a reason",
    examples: [["email"]],
  }),
  mode: z.enum(supportModes),
  minutes: z.int().meta({ examples: [60] }),
  requestedAt: Instant,
  lapsesAt: Instant.meta({ description: "When it lapses without an answer or use" }),
  startsAt: Instant.nullable(),
  endsAt: Instant.nullable(),
  endedAt: Instant.nullable(),
  endedBy: z.enum(["owner", "staff", "time", "operator"]).nullable(),
  may: May,
};

/** An access as the account sees it. */
export const SupportGrant = z
  .object({
    ...scope,
    staff: named.meta({ description: "The one of the staff it is for, and nobody else" }),
    answer: z
      .object({
        decision: z.enum(["approved", "declined", "withdrawn"]),
        at: Instant,
        by: named.nullable().meta({ description: "The owner who answered" }),
        reason: z.string().nullable(),
      })
      .nullable(),
    review: z
      .object({
        quarter: z.string().meta({ examples: ["2026-07-01"] }),
        decision: z.enum(["keep", "remove", "escalate"]).nullable(),
        at: Instant.nullable(),
      })
      .nullable()
      .meta({
        description: "What the operator’s own review says of it, which is done each quarter",
      }),
    looks: z.int().meta({ description: "How often something was looked at", examples: [12] }),
    changes: z.int().meta({ description: "How often something was changed", examples: [1] }),
  })
  .meta({ id: "SupportGrant", description: "Access of one of the staff, asked for or given" });
export type SupportGrant = z.infer<typeof SupportGrant>;

const nextCursor = z
  .string()
  .nullable()
  .meta({ description: "Send it as `cursor` to go on; null at the end", examples: [null] });

const consent = {
  approvers: z.array(named).meta({ description: "The owners who can agree" }),
  hindrance: z
    .enum(["not_owner", "staff", "new_owner"])
    .nullable()
    .meta({ description: "Why the one who asks cannot agree; null where they can" }),
};

export const SupportGrants = z
  .object({
    data: z.array(SupportGrant),
    nextCursor,
    ...consent,
    mostMinutes: z.int().meta({ description: "For how long access can last at most" }),
    may: May,
  })
  .meta({ id: "SupportGrants", description: "A page of accesses, the newest first" });
export type SupportGrants = z.infer<typeof SupportGrants>;

/** One thing that was looked at or done with an access. */
export const SupportStep = z
  .object({
    id: z.uuid(),
    at: Instant,
    kind: z.enum(["look", "change", "unmask"]),
    action: z.string().meta({ examples: ["user.show"] }),
    object: z
      .object({ kind: z.string(), id: z.uuid(), name: z.string().nullable() })
      .nullable()
      .meta({ description: "What was looked at; without a name where it is gone" }),
    filter: z.record(z.string(), z.unknown()).meta({ examples: [{}] }),
    objects: z
      .array(z.object({ kind: z.string(), id: z.uuid(), name: z.string().nullable() }))
      .meta({ description: "What stood on the page" }),
    clear: z.array(z.string()).meta({ description: "Personal fields that stood in clear" }),
    masked: z.array(z.string()).meta({ description: "Personal fields that were masked" }),
    requestId: z.string(),
  })
  .meta({ id: "SupportStep", description: "Something that was looked at or done by support" });
export type SupportStep = z.infer<typeof SupportStep>;

export const SupportGrantDetail = z
  .object({ ...SupportGrant.shape, ...consent, steps: z.array(SupportStep), nextCursor })
  .meta({ id: "SupportGrantDetail", description: "An access with a page of its steps" });
export type SupportGrantDetail = z.infer<typeof SupportGrantDetail>;

/** An access as the one of the staff sees it whose it is: nothing of the account but its id. */
export const MyGrant = z
  .object({
    ...scope,
    accountId: z.uuid(),
    decision: z.enum(["approved", "declined", "withdrawn"]).nullable(),
    answer: z.string().nullable().meta({ description: "Why it was declined" }),
  })
  .meta({ id: "MySupportGrant", description: "An access of one’s own, as one of the staff" });
export type MyGrant = z.infer<typeof MyGrant>;

export const MyGrants = z
  .object({
    data: z.array(MyGrant),
    nextCursor,
    mostMinutes: z.int().meta({ description: "For how long access can last at most" }),
  })
  .meta({ id: "MySupportGrants", description: "One’s own requests and accesses" });
export type MyGrants = z.infer<typeof MyGrants>;

export const SupportStaff = z
  .object({ data: z.array(named) })
  .meta({ id: "SupportStaff", description: "The staff an owner can invite" });
