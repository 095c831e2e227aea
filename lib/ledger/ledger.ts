import { z } from "zod";

import { Instant } from "@/lib/users/user";
import { Cursor, period } from "@/lib/lists/shapes";

/** Every way in which an account's data is touched from outside its ordinary use. */
export const ledgerKinds = [
  "support",
  "staff_look",
  "staff_refused",
  "console",
  "key_read",
  "disclosure",
  "webhook",
  "backup",
  "restore",
  "export",
  "download",
  "deletion",
] as const;
export type LedgerKind = (typeof ledgerKinds)[number];

/** Who can touch an account's data. */
export const toucherKinds = [
  "staff",
  "operator",
  "key",
  "processor",
  "receiver",
  "user",
  "system",
] as const;

/** One line of the ledger: who touched what, how often and why. Never a value. */
export const LedgerLine = z
  .object({
    id: z.uuid(),
    kind: z.enum(ledgerKinds),
    at: Instant,
    day: z.boolean().meta({
      description: "Whether it sums up a whole day (UTC); `at` is the noon of that day then",
    }),
    who: z.object({
      kind: z.enum(toucherKinds),
      id: z
        .string()
        .nullable()
        .meta({ description: "Send it as `who` to narrow the list to them" }),
      name: z.string().meta({ examples: ["Tess Technical"] }),
    }),
    count: z.int().meta({ description: "How often", examples: [14] }),
    sentence: z.string().meta({
      description: "The line in words",
      examples: ["Tess Technical (staff) looked at the API calls of this account"],
    }),
    what: z.array(z.string()).meta({
      description: "What was touched, by name and never by value",
      examples: [["API calls, without addresses and names"]],
    }),
    reason: z
      .string()
      .nullable()
      .meta({ examples: ["Ticket 4711: calls time out"] }),
    opens: z
      .string()
      .nullable()
      .meta({
        description: "Where in the panel its parts are shown one by one",
        examples: [null],
      }),
  })
  .meta({ id: "LedgerLine", description: "Somebody touched the account’s data" });
export type LedgerLine = z.infer<typeof LedgerLine>;

export const LedgerFilter = z.strictObject({
  kind: z.enum(ledgerKinds).optional(),
  /** the `id` of a `who` */
  who: z.string().max(80).optional(),
  ...period,
  /** `true`: what was disclosed line by line, instead of summed up by day */
  each: z
    .literal("true", "Send true, or leave it out.")
    .transform(() => true as const)
    .optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: Cursor.optional(),
});
export type LedgerFilter = z.infer<typeof LedgerFilter>;

export const LedgerPage = z
  .object({
    data: z.array(LedgerLine),
    nextCursor: z
      .string()
      .nullable()
      .meta({ description: "Send it as `cursor` to go on; null at the end", examples: [null] }),
    searchedTo: Instant.nullable().meta({
      description: "How far back it was looked when a page ended early; go on with `nextCursor`",
      examples: [null],
    }),
  })
  .meta({ id: "LedgerPage", description: "A page of the ledger, the newest first" });
export type LedgerPage = z.infer<typeof LedgerPage>;

/** How often an account's data was touched in the last thirty days, by kind. */
export const LedgerSummary = z
  .object({
    from: Instant,
    kinds: z.array(
      z.object({
        kind: z.enum(ledgerKinds),
        count: z.int().meta({ examples: [14] }),
        atLeast: z.boolean().meta({ description: "Whether it was more than could be counted" }),
      }),
    ),
  })
  .meta({ id: "LedgerSummary", description: "How often the account’s data was touched" });
export type LedgerSummary = z.infer<typeof LedgerSummary>;
