import { z } from "zod";

import { line } from "@/lib/shapes/line";
import { Instant, May } from "@/lib/users/user";

/** The shapes of what people see and ask about their own data. Pure, and the same in the API and in the panel. */

export const outcomes = ["erased", "refused", "cancelled"] as const;

/** Why somebody asks, or why it is refused. */
export const Reason = line(1_000, "Say why in a sentence or two.");

/** A request for erasure, with the month there is to answer. */
export const ErasureRequest = z
  .object({
    id: z.uuid(),
    requestedAt: Instant,
    dueAt: Instant.meta({ description: "One calendar month later" }),
    reason: z
      .string()
      .nullable()
      .meta({ examples: [null] }),
    state: z.enum(["open", "overdue", ...outcomes]),
    lapsedAt: Instant.nullable().meta({
      description: "When the month was over without an answer, and the user went into the bin",
      examples: [null],
    }),
    answeredAt: Instant.nullable().meta({ examples: [null] }),
    answer: z
      .string()
      .nullable()
      .meta({
        description: "Why it was refused",
        examples: [null],
      }),
  })
  .meta({ id: "ErasureRequest", description: "Somebody asked for what is held about them to go" });
export type ErasureRequest = z.infer<typeof ErasureRequest>;

/** One as whoever decides sees it. */
export const ReceivedRequest = ErasureRequest.extend({
  user: z
    .object({ id: z.uuid(), name: z.string(), status: z.string().meta({ examples: ["active"] }) })
    .nullable()
    .meta({ description: "Null once they are gone" }),
  answeredBy: z
    .string()
    .nullable()
    .meta({ examples: [null] }),
  may: May,
}).meta({ id: "ReceivedRequest", description: "A request for erasure as whoever decides sees it" });
export type ReceivedRequest = z.infer<typeof ReceivedRequest>;

const count = z.int().meta({ examples: [12] });

/** One class of what is held. */
const Held = z.object({
  class: z.string().meta({ examples: ["sessions"] }),
  name: z.string().meta({ examples: ["Sessions"] }),
  fields: z.array(z.string()).meta({ examples: [["address", "country", "browser"]] }),
  why: z.string().meta({ examples: ["So that you see where you are signed in, and can end it."] }),
  where: z.string().meta({ examples: ["In the database, encrypted under a key of your own."] }),
  kept: z.string().meta({ examples: ["90 days after they end"] }),
  count: count.nullable().meta({ description: "How many, where it can be counted" }),
});
export type Held = z.infer<typeof Held>;

const Place = z.object({
  id: z.uuid(),
  name: z.string().meta({ examples: ["Acme"] }),
  role: z.string().meta({ examples: ["user"] }),
  current: z.boolean().meta({ description: "Whether it is the account worked in" }),
  held: z.array(Held),
});
export type PlaceOfMine = z.infer<typeof Place>;

const Given = z.object({
  whom: z.string().meta({ examples: ["the mail service"] }),
  what: z.array(z.string()).meta({ examples: [["e-mail address", "the text of the letter"]] }),
  why: z.string().meta({ examples: ["to deliver a letter"] }),
  count,
  lastAt: Instant,
});

/** What is held about a person, why and for how long, and to whom it was given. */
export const Privacy = z
  .object({
    person: z.array(Held).meta({ description: "What belongs to the login itself" }),
    accounts: z.array(Place),
    given: z.array(Given).meta({ description: "To whom it was given, added up" }),
    request: ErasureRequest.nullable().meta({
      description: "The newest request for erasure in this account",
    }),
    erasing: z
      .object({ events: count, sessions: count, letters: count, lastUserOfPerson: z.boolean() })
      .meta({ description: "What an erasure in this account would destroy" }),
    may: May,
  })
  .meta({ id: "Privacy", description: "What is held about oneself" });
export type Privacy = z.infer<typeof Privacy>;
