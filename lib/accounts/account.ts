import { z } from "zod";

import { personal } from "@/lib/support/personal";
import { line } from "@/lib/shapes/line";
import { Instant, May, statuses } from "@/lib/users/user";

export const AccountName = line(200, "Give the account a name.");
export const AccountId = z.uuid("This is not an account id.");

/** The account as its people see it. */
export const AccountView = z
  .object({
    id: z.uuid(),
    name: z.string().meta({ examples: ["Acme"] }),
    createdAt: Instant,
    owners: z.array(
      z.object({
        id: z.uuid(),
        name: personal("name", z.string().meta({ examples: ["Olga Owner"] })),
        status: z.enum(statuses),
      }),
    ),
    counts: z
      .object({ invited: z.int(), active: z.int(), paused: z.int(), deleted: z.int() })
      .meta({ description: "How many users there are of each status" }),
    version: z
      .int()
      .meta({ description: "How often the account was written; the ETag carries it" }),
    may: May,
  })
  .meta({ id: "Account", description: "The account, its owners, and how many people are in it" });
export type AccountView = z.infer<typeof AccountView>;
