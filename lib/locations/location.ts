import { z } from "zod";

import { line } from "@/lib/shapes/line";
import { Instant, When } from "@/lib/users/user";

export const whats = ["database", "files", "logs", "backups", "processor"] as const;
export type What = (typeof whats)[number];

/** As they stand in a sentence. */
export const whatWords: Record<What, string> = {
  database: "the database",
  files: "what is kept in files",
  logs: "the technical log",
  backups: "the set of backups",
  processor: "what a processor keeps",
};

export const LocationId = z.uuid("This is not the id of a location.");

const orNothing = <Schema extends z.ZodType>(schema: Schema) =>
  z
    .union([z.literal("").transform(() => null), z.null(), schema])
    .optional()
    .default(null);

/** What the operator says of a place. All of it is public. */
export const LocationWords = z.strictObject({
  what: z.enum(whats, "Choose what is kept there."),
  provider: line(200, "Give the provider."),
  country: line(100, "Give the country."),
  place: line(200, "Give the city or the data centre."),
  kind: line(100, "Say what sort of place it is."),
  region: orNothing(line(100, "Give the region.")),
  url: orNothing(
    z
      .url({ protocol: /^https$/, error: "Give an address that begins with https://." })
      .max(500, "Use at most 500 characters."),
  ),
  since: When.nullish().default(null),
});

/** A place where data lives, as everyone may read of it. */
export const LocationView = z
  .object({
    id: z.uuid(),
    what: z.enum(whats),
    provider: z.string().meta({ examples: ["Example Hosting GmbH"] }),
    country: z.string().meta({ examples: ["Austria"] }),
    place: z.string().meta({ examples: ["Vienna"] }),
    kind: z.string().meta({ examples: ["rented server"] }),
    region: z
      .string()
      .nullable()
      .meta({ examples: ["at-vie-1"] }),
    url: z
      .string()
      .nullable()
      .meta({ examples: ["https://hosting.example.com/security"] }),
    since: Instant,
    until: Instant.nullable().meta({ examples: [null] }),
    state: z.enum(["planned", "current", "ended", "called off"]),
  })
  .meta({ id: "Location", description: "A place where data lives" });
export type LocationView = z.infer<typeof LocationView>;
