import { z } from "zod";

import { line } from "@/lib/shapes/line";
import { Instant, May } from "@/lib/users/user";

export const processorKeys = ["mail", "traces", "backups", "other"] as const;
export type ProcessorKey = (typeof processorKeys)[number];

export const changeKinds = ["added", "changed", "removed"] as const;
export type ChangeKind = (typeof changeKinds)[number];

const changeStates = ["planned", "in effect", "withdrawn"] as const;

export const ChangeId = z.uuid("This is not the id of a change.");

/** An address of the web, as the operator gives it. */
export const WebAddress = z
  .url({ protocol: /^https$/, error: "Give an address that begins with https://." })
  .max(500, "Use at most 500 characters.");

/** What people type into a field they may leave empty. */
export const orNothing = <Schema extends z.ZodType>(schema: Schema) =>
  z
    .union([z.literal("").transform(() => null), z.null(), schema])
    .optional()
    .default(null);

/** What the operator says of a processor. All of it is public. */
export const ProcessorWords = z.strictObject({
  name: line(200, "Give its name."),
  purpose: line(300, "Say for what it processes data."),
  fields: line(300, "Say which data it gets."),
  country: orNothing(line(100, "Give the country.")),
  url: orNothing(WebAddress),
  key: z.enum(processorKeys, "Choose what it does here.").optional().default("other"),
  domain: orNothing(
    z
      .string()
      .trim()
      .toLowerCase()
      .regex(/^[a-z\d.-]{1,253}$/, "Give a domain, like mail.example.com."),
  ),
});
export type ProcessorWords = z.output<typeof ProcessorWords>;

/** A processor, as everyone may read of it. */
export const ProcessorView = z
  .object({
    id: z.uuid(),
    name: z.string().meta({ examples: ["Example Mail GmbH"] }),
    purpose: z.string().meta({ examples: ["to deliver a letter"] }),
    fields: z.string().meta({ examples: ["e-mail address and the text of the letter"] }),
    country: z
      .string()
      .nullable()
      .meta({ examples: ["Austria"] }),
    url: z
      .string()
      .nullable()
      .meta({ examples: ["https://mail.example.com/security"] }),
    since: Instant.meta({ description: "Since when, or from when on" }),
    until: Instant.nullable().meta({ examples: [null] }),
  })
  .meta({ id: "Processor", description: "Someone outside who processes data for the operator" });
export type ProcessorView = z.infer<typeof ProcessorView>;

/** A change of the register, as everyone may read of it. */
export const ProcessorChange = z
  .object({
    id: z.uuid(),
    kind: z.enum(changeKinds),
    state: z.enum(changeStates),
    announcedAt: Instant,
    objectUntil: Instant.meta({ description: "Until when owners of accounts may object" }),
    effectiveAt: Instant,
    withdrawnAt: Instant.nullable().meta({ examples: [null] }),
    processor: ProcessorView,
    replaces: ProcessorView.nullable().meta({
      description: "What it takes the place of",
      examples: [null],
    }),
  })
  .meta({ id: "ProcessorChange", description: "A change of who processes data" });
export type ProcessorChange = z.infer<typeof ProcessorChange>;

/** A change as an account sees it, with what its owner has said to it. */
export const ProcessorNotice = z
  .object({
    ...ProcessorChange.shape,
    objection: z
      .object({ at: Instant, reason: z.string().meta({ examples: ["We may not use it."] }) })
      .nullable()
      .meta({ examples: [null] }),
    may: May,
  })
  .meta({
    id: "ProcessorNotice",
    description: "A planned change, and what the account says to it",
  });
export type ProcessorNotice = z.infer<typeof ProcessorNotice>;
