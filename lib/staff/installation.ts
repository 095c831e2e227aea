import { z } from "zod";

import { Instant } from "@/lib/users/user";

const count = z.int().meta({ examples: [12] });

/** How the installation stands: counts, states and times. Nothing in it belongs to one account. */
export const Installation = z
  .object({
    environment: z.object({
      name: z.string().meta({ description: "What it is there for", examples: ["production"] }),
      since: Instant,
      installationId: z.uuid(),
    }),
    versions: z.object({
      database: z.string().meta({ examples: ["18.4"] }),
      rootKey: z.string().meta({
        description: "Fingerprint of the root key",
        examples: ["5f0c…"],
      }),
    }),
    counts: z
      .array(
        z.object({
          kind: z.string().meta({ examples: ["users"] }),
          state: z.string().meta({ examples: ["active"] }),
          count,
          oldest: Instant.nullable().meta({
            description: "Since when the oldest of it waits, where it waits",
            examples: [null],
          }),
        }),
      )
      .meta({
        description:
          "Accounts, users, sessions, keys, letters, endpoints, messages and deliveries, by state",
      }),
    queue: z.object({
      due: count,
      givenUp: count,
      oldest: Instant.nullable().meta({ examples: [null] }),
    }),
    alarms: z.array(z.string()).meta({
      description: "What somebody has to look at, in sentences",
      examples: [[]],
    }),
    retentionDays: z.int().meta({ examples: [90] }),
    partitions: z.array(
      z.object({
        table: z.string().meta({ examples: ["api_calls"] }),
        days: count,
        from: z.iso.date().nullable(),
        to: z.iso.date().nullable(),
        rows: z.int().meta({ description: "An estimate of the database" }),
        cleanedAt: Instant.nullable(),
        dropped: z.int().nullable().meta({ description: "Days the last clean-up dropped" }),
        keptSince: Instant.nullable(),
      }),
    ),
  })
  .meta({ id: "Installation", description: "How the installation stands, in counts and states" });
export type Installation = z.infer<typeof Installation>;

/** An account as the staff know it. */
export const AccountState = z
  .object({
    id: z.uuid(),
    state: z.string().meta({ examples: ["active"] }),
    createdAt: Instant,
    users: z.object({ invited: count, active: count, paused: count, deleted: count }),
    keys: count,
    webhooks: count,
  })
  .meta({ id: "AccountState", description: "An account as the staff know it: counts and a state" });
export type AccountState = z.infer<typeof AccountState>;
