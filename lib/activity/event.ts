import { z } from "zod";

import { Cursor, period } from "@/lib/lists/shapes";

export const outcomes = ["ok", "refused", "denied"] as const;
export type EventOutcome = (typeof outcomes)[number];

export const sources = ["panel", "api", "job", "cli"] as const;
export type EventSource = (typeof sources)[number];

export const actorKinds = [
  "user",
  "key",
  "staff",
  "visitor",
  "system",
  "operator",
  "deleted",
] as const;
export type ActorKind = (typeof actorKinds)[number];

/** What can have an activity of its own. */
export const objectKinds = ["user", "account", "api_key", "webhook", "support_grant"] as const;
export type ObjectKind = (typeof objectKinds)[number];

/** One changed field. Secrets never appear; the word "changed" stands for them. */
export const Change = z.object({
  field: z.string().meta({ examples: ["role"] }),
  from: z.unknown().meta({ examples: ["user"] }),
  to: z.unknown().meta({ examples: ["auditor"] }),
});
export type Change = z.infer<typeof Change>;

/** One event as it leaves the server. */
export const EventView = z
  .object({
    id: z.uuid(),
    at: z.iso.datetime().meta({ examples: ["2026-03-01T09:30:00.000Z"] }),
    action: z.string().meta({ description: "The verb", examples: ["user.change_role"] }),
    outcome: z.enum(outcomes),
    code: z
      .string()
      .nullable()
      .meta({
        description: "The stable code of a refusal",
        examples: [null],
      }),
    actor: z.object({
      kind: z.enum(actorKinds),
      id: z.uuid().nullable(),
      name: z.string().meta({ examples: ["Adam Admin"] }),
    }),
    onBehalfOf: z
      .object({ id: z.uuid(), name: z.string().meta({ examples: ["Adam Admin"] }) })
      .nullable()
      .meta({ description: "The user for whom a key acted", examples: [null] }),
    object: z.object({
      kind: z.enum(objectKinds),
      id: z.uuid().nullable(),
      name: z.string().meta({ examples: ["Mia Mills"] }),
    }),
    changes: z.array(Change).meta({ description: "Each changed field, before and after" }),
    particulars: z.record(z.string(), z.unknown()).meta({
      description: "What belongs to it beyond the changes: a reason, counts",
      examples: [{}],
    }),
    source: z.enum(sources),
    sessionId: z.uuid().nullable(),
    requestId: z.string().meta({ examples: ["2f6f0d8e-7a52-4f2b-9a0e-6d6c1f6f3f10"] }),
    origin: z
      .object({
        ip: z
          .string()
          .nullable()
          .meta({ examples: ["203.0.113.7"] }),
        place: z
          .string()
          .nullable()
          .meta({ examples: ["Austria"] }),
        browser: z
          .string()
          .nullable()
          .meta({ examples: ["Firefox 140 on macOS"] }),
      })
      .nullable(),
    sentence: z.string().meta({
      description: "The event in words",
      examples: ["Adam Admin changed Mia Mills's role from user to auditor"],
    }),
  })
  .meta({ id: "Event", description: "Something that was done, by whom and when" });
export type EventView = z.infer<typeof EventView>;

export const ActivityFilter = z.strictObject({
  actor: z.uuid().optional(),
  /** what kind of actor: a person, a key, the operator's staff, Castellan itself */
  actorKind: z.enum(actorKinds).optional(),
  object: z.uuid().optional(),
  action: z.string().max(60).optional(),
  outcome: z.enum(outcomes).optional(),
  request: z.string().max(80).optional(),
  ...period,
  q: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: Cursor.optional(),
});
export type ActivityFilter = z.infer<typeof ActivityFilter>;

export const ActivityPage = z
  .object({
    data: z.array(EventView),
    nextCursor: z
      .string()
      .nullable()
      .meta({
        description: "Send it as `cursor` to go on; null at the end",
        examples: [null],
      }),
    searchedTo: z.iso
      .datetime()
      .nullable()
      .meta({
        description:
          "How far back a rare filter looked before it stopped early; go on with `nextCursor`",
        examples: [null],
      }),
  })
  .meta({ id: "ActivityPage", description: "A page of activity, the newest first" });
export type ActivityPage = z.infer<typeof ActivityPage>;
