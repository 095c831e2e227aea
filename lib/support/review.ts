import { z } from "zod";

import { line } from "@/lib/shapes/line";
import { Instant, May } from "@/lib/users/user";
import { personalFields } from "./personal";
import { grantOrigins, supportModes, supportNouns } from "./support";

/** The shapes of reviews and of break-glass as they leave the server. Pure, and the same in the API and in the panel. */

/** `remove` takes the role from a person; about an access there is nothing to take, so it becomes `escalate`. */
export const reviewDecisions = ["keep", "remove", "escalate"] as const;
export type ReviewDecision = (typeof reviewDecisions)[number];

export const ReviewId = z.uuid("This is not the id of a review.");
export const ReviewItemId = z.uuid("This is not the id of a line of a review.");
export const Words = line(500, "Say why. It is kept with the decision.");

const Quarter = z.iso
  .date()
  .meta({ description: "The first day of the quarter", examples: ["2026-07-01"] });
const named = z.object({ id: z.uuid(), name: z.string().meta({ examples: ["Sam Support"] }) });

export const Review = z
  .object({
    id: z.uuid(),
    quarter: Quarter,
    openedAt: Instant,
    dueAt: Instant.meta({ description: "After it, nobody asks for access before it is done" }),
    closedAt: Instant.nullable(),
    overdue: z.boolean(),
    items: z.int().meta({ examples: [7] }),
    undecided: z.int().meta({ examples: [2] }),
  })
  .meta({ id: "SupportReview", description: "The review of support access in a quarter" });
export type Review = z.infer<typeof Review>;

export const Reviews = z
  .object({
    data: z.array(Review),
    quarter: Quarter.meta({ description: "The first day of the quarter we are in" }),
    may: May,
  })
  .meta({ id: "SupportReviews", description: "The reviews of support access, the newest first" });
export type Reviews = z.infer<typeof Reviews>;

const ReviewItem = z
  .object({
    id: z.uuid(),
    staff: named.meta({ description: "The one of the staff it is about" }),
    roles: z.array(z.string()).meta({ description: "Their roles now; none for who has left" }),
    grant: z
      .object({
        id: z.uuid(),
        accountId: z.uuid(),
        origin: z.enum(grantOrigins),
        reason: z.string().meta({ examples: ["Deliveries time out"] }),
        ticket: z.string().nullable(),
        nouns: z.array(z.enum(supportNouns)),
        fields: z.array(z.enum(personalFields)),
        mode: z.enum(supportModes),
        startsAt: Instant.nullable(),
        endsAt: Instant.nullable(),
        looks: z.int().meta({ examples: [12] }),
        changes: z.int().meta({ examples: [1] }),
        unmasked: z.int().meta({ examples: [2] }),
      })
      .nullable()
      .meta({ description: "The access it is about; null where it is about the person" }),
    decision: z
      .object({
        what: z.enum(reviewDecisions),
        at: Instant,
        by: named,
        words: z.string(),
      })
      .nullable(),
    may: May,
  })
  .meta({ id: "SupportReviewItem", description: "One question of a review" });
export type ReviewItem = z.infer<typeof ReviewItem>;

export const ReviewDetail = z
  .object({ ...Review.shape, data: z.array(ReviewItem) })
  .meta({ id: "SupportReviewDetail", description: "A review with its questions" });
export type ReviewDetail = z.infer<typeof ReviewDetail>;

/** Nobody breaks the glass for longer. */
export const MOST_BREAK_GLASS_MINUTES = 60;

const Emergency = z
  .object({
    id: z.uuid(),
    accountId: z.uuid(),
    staff: named,
    reason: z.string().meta({ examples: ["The account sends letters to everybody"] }),
    ticket: z.string().nullable(),
    nouns: z.array(z.enum(supportNouns)),
    fields: z.array(z.enum(personalFields)),
    mode: z.enum(supportModes),
    minutes: z.int().meta({ examples: [60] }),
    requestedAt: Instant,
    lapsesAt: Instant.meta({ description: "When it lapses without a second person" }),
    may: May,
  })
  .meta({ id: "SupportEmergency", description: "A glass that waits for a second person" });
export type Emergency = z.infer<typeof Emergency>;

export const Emergencies = z
  .object({ data: z.array(Emergency), mostMinutes: z.int(), may: May })
  .meta({ id: "SupportEmergencies", description: "What waits for a second person" });
export type Emergencies = z.infer<typeof Emergencies>;
