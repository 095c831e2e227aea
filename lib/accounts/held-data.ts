import { z } from "zod";

import { Instant } from "@/lib/users/user";

/** What an account holds, class by class. */
export const dataClasses = [
  "users",
  "bin",
  "activity",
  "removals",
  "keys",
  "webhooks",
  "deliveries",
  "calls",
  "sums",
  "disclosures",
  "sessions",
  "letters",
  "links",
  "answers",
  "exports",
  "backups",
] as const;
export type DataClass = (typeof dataClasses)[number];

export const HeldData = z
  .object({
    data: z.array(
      z.object({
        class: z.enum(dataClasses),
        count: z
          .int()
          .nullable()
          .meta({
            description: "How many there are; null where there are too many to count each time",
            examples: [12],
          }),
        since: Instant.nullable().meta({ description: "When the oldest of it was made" }),
        days: z
          .int()
          .nullable()
          .meta({
            description: "For how many days it is kept; null for as long as the account is used",
            examples: [400],
          }),
        nextAt: Instant.nullable().meta({
          description: "When the oldest of it is due to go; the nightly clean-up takes it then",
        }),
      }),
    ),
  })
  .meta({ id: "HeldData", description: "What the account holds, and for how long" });
export type HeldData = z.infer<typeof HeldData>;
