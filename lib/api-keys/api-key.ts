import { z } from "zod";

import { Scope } from "@/lib/policy/scopes";
import { line } from "@/lib/shapes/line";
import { roles, statuses } from "@/lib/users/user";
import { MOST_NETWORKS, networkOf } from "./networks";
import { Cursor } from "@/lib/lists/shapes";

export const KeyId = z.uuid("This is not the id of a key.");

/** What a key is called, so that people know what stops when it is revoked. */
export const KeyName = line(80, "Give the key a name, for example the program that uses it.");

/** What a key is for. Writing includes reading: a program is shown what it changed. */
export const Scopes = z
  .array(Scope)
  .min(1, "Choose what the key is for.")
  .transform((chosen) => [...new Set([...chosen, ...chosen.map(readingOf)])].toSorted());

const readingOf = (scope: Scope): Scope =>
  scope === "roles:write" ? "users:read" : (scope.replace(/:write$/, ":read") as Scope);

/** Address ranges, each in the form they are kept in. None means everywhere. */
export const Networks = z
  .array(
    z
      .string()
      .max(100, "This is not an address range. Write 203.0.113.0/24 or 2001:db8::/32.")
      .transform((text, context) => {
        const network = networkOf(text);
        if (network) return network;
        context.addIssue("This is not an address range. Write 203.0.113.0/24 or 2001:db8::/32.");
        return z.NEVER;
      }),
  )
  .max(MOST_NETWORKS, `Give at most ${MOST_NETWORKS} address ranges.`)
  .transform((ranges) => [...new Set(ranges)]);

/** Days a key lives: ninety unless chosen otherwise, a year at most. */
export const DEFAULT_DAYS = 90;
export const MOST_DAYS = 365;
export const ExpiresInDays = z
  .number("Choose a number of days.")
  .int("Choose a whole number of days.")
  .min(1, "A key lives for a day at least.")
  .max(MOST_DAYS, `A key lives for at most ${MOST_DAYS} days.`);

/** Hours for which a rotated key goes on beside its successor. */
export const DEFAULT_OVERLAP = 24;
export const MOST_OVERLAP = 7 * 24;
export const OverlapHours = z
  .number("Choose a number of hours.")
  .int("Choose a whole number of hours.")
  .min(0, "The old key can end now, but not earlier.")
  .max(MOST_OVERLAP, "The old key can go on for at most 7 days.");

/** An account holds at most this many keys that work. */
export const MOST_KEYS = 50;

export const keyStates = [
  "active",
  "rotated",
  "suspended",
  "orphaned",
  "expired",
  "revoked",
] as const;
/**
 * `rotated` still works until its overlap ends; `suspended` works again when its holder is back; `orphaned` never does,
 * since its holder was permanently deleted.
 */
export type KeyState = (typeof keyStates)[number];

/** A key as it leaves the server. The key itself is told once, when it is made. */
const apiKey = z.object({
  id: z.uuid(),
  name: z.string().meta({ examples: ["CI deploy"] }),
  /** its beginning and last four characters, by which people tell keys apart */
  hint: z.string().meta({ examples: ["castellan_…9f0c"] }),
  state: z.enum(keyStates),
  /** whoever made it: it never may more than they. Null once they are permanently deleted */
  holder: z
    .object({ id: z.uuid(), name: z.string(), role: z.enum(roles), status: z.enum(statuses) })
    .nullable(),
  scopes: z.array(Scope),
  /** those of them that its holder still holds: what it may now */
  effectiveScopes: z.array(Scope),
  /** address ranges it may be used from; empty for everywhere */
  networks: z.array(z.string()),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  /** whole days it still works, rounded up; 0 when it does not */
  daysLeft: z.number().int().min(0),
  lastUse: z
    .object({
      at: z.iso.datetime(),
      ip: z.string().nullable(),
      place: z.string().nullable(),
      program: z.string().nullable(),
    })
    .nullable(),
  revokedAt: z.iso.datetime().nullable(),
  revokedBecause: z.enum(["person", "rotation", "exposed"]).nullable(),
  /** the key that took its place */
  successorId: z.uuid().nullable(),
  /** send it back with an edit to notice a change in between */
  version: z.number().int(),
  /** what the one who asks may do to it now */
  may: z.array(z.string()),
});
export const ApiKeyView = apiKey.meta({
  id: "ApiKey",
  description: "A program’s way in, acting for whoever made it",
});
export type ApiKeyView = z.infer<typeof ApiKeyView>;

/** A fresh key: the only answer that ever tells it. */
export const NewApiKey = apiKey
  .extend({ key: z.string().meta({ examples: [`castellan_${"x".repeat(43)}01ab23cd`] }) })
  .meta({ id: "NewApiKey", description: "A fresh key. No other answer tells the key itself" });
export type NewApiKey = z.infer<typeof NewApiKey>;

/** What would stop working without a key: what it did in the last thirty days. */
export const KeyUse = z.object({
  since: z.iso.datetime(),
  calls: z.number().int(),
  operations: z.array(
    z.object({ operation: z.string(), calls: z.number().int(), lastAt: z.iso.datetime() }),
  ),
  /** from where and by which programs, told from its latest calls */
  places: z.array(
    z.object({
      ip: z.string().nullable(),
      place: z.string().nullable(),
      program: z.string().nullable(),
      calls: z.number().int(),
    }),
  ),
});
export type KeyUse = z.infer<typeof KeyUse>;

export const ApiKeyDetail = apiKey
  .extend({
    use: KeyUse,
    /** entries of the activity about it, which are destroyed when it is permanently deleted */
    events: z.int(),
  })
  .meta({ id: "ApiKeyDetail", description: "A key with what would stop working without it" });
export type ApiKeyDetail = z.infer<typeof ApiKeyDetail>;

export const KeyFilter = z.strictObject({
  /** a user whose keys are asked for */
  holder: z.uuid("This is not a user id.").optional(),
  /** `live` keys work or may work again; `ended` ones never do */
  state: z.enum(["live", "ended"], "Choose live or ended.").optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: Cursor.optional(),
});

export const ApiKeyPage = z
  .object({
    data: z.array(ApiKeyView),
    nextCursor: z.string().nullable(),
    /** what the one who asks may do with keys, e.g. `api_key.create` */
    may: z.array(z.string()),
  })
  .meta({ id: "ApiKeyPage", description: "A page of keys, the newest first" });
export type ApiKeyPage = z.infer<typeof ApiKeyPage>;

/** What a program learns of the key it came with. */
export const CurrentKey = z
  .object({
    id: z.uuid(),
    name: z.string(),
    account: z.object({ id: z.uuid(), name: z.string() }),
    holder: z.object({ id: z.uuid(), name: z.string() }),
    scopes: z.array(Scope),
    effectiveScopes: z.array(Scope),
    networks: z.array(z.string()),
    expiresAt: z.iso.datetime(),
    successorId: z.uuid().nullable(),
  })
  .meta({ id: "CurrentApiKey", description: "The key a program came with" });
export type CurrentKey = z.infer<typeof CurrentKey>;
