import { z } from "zod";

import { Instant } from "@/lib/users/user";

export const holdCategories = ["legal", "evidence"] as const;

/** Until when an account that is being closed can come back. */
export const Cooling = z.object({
  endsAt: Instant.nullable().meta({ description: "Null while another owner has yet to confirm" }),
});
export type Cooling = z.infer<typeof Cooling>;

export const Hold = z.object({
  id: z.uuid(),
  category: z.enum(holdCategories),
  placedAt: Instant,
  until: Instant,
});

/** How the closing of an account stands, as its people see it. */
export const Closing = z
  .object({
    closure: z
      .object({
        requestedAt: Instant,
        requestedBy: z.object({ id: z.uuid(), name: z.string().nullable() }),
        reason: z.string().nullable(),
        onRequest: z.boolean().meta({
          description: "Purged at once after the cooling-off instead of at the next clean-up",
        }),
        secondOwner: z.boolean().meta({ description: "Whether another owner has to confirm" }),
        coolingEndsAt: Instant.nullable().meta({
          description: "Until when it can come back; null while another owner has yet to confirm",
        }),
        purgeAt: Instant.nullable().meta({ description: "When it is purged, as it stands now" }),
      })
      .nullable(),
    holds: z.array(Hold).meta({ description: "What postpones the purge" }),
    may: z.array(z.string()).meta({ examples: [["account.close"]] }),
  })
  .meta({ id: "Closing", description: "How the closing of the account stands" });
export type Closing = z.infer<typeof Closing>;

const count = z.int().meta({ examples: [12] });

/** What closing the account destroys, in numbers, before it is done. */
export const ClosePreview = z
  .object({
    name: z.string().meta({ examples: ["Acme"] }),
    owners: count.meta({ description: "Owners who can sign in" }),
    users: count,
    personsGoing: count.meta({ description: "Persons who belong nowhere else, and go too" }),
    keys: count,
    webhooks: count,
    events: count,
    calls: count,
    coolingEndsAt: Instant,
    purgeAt: z.object({ nextCleanup: Instant, onRequest: Instant }),
    backupsGoneBy: Instant.nullable().meta({
      description: "By when the last backup would be gone; null where none are made",
    }),
    backupsSay: z.string().meta({ description: "What backups still hold of it, as a sentence" }),
  })
  .meta({ id: "ClosePreview", description: "What closing the account destroys" });
export type ClosePreview = z.infer<typeof ClosePreview>;
