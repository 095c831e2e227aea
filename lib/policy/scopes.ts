import { z } from "zod";

/**
 * What a key can be opened for: a noun, to read or to write. Ownership, passwords, sessions and keys themselves are
 * never open to a key (P18).
 */
export const scopes = [
  "users:read",
  "users:write",
  "account:read",
  "activity:read",
  "ledger:read",
  "traffic:read",
  "webhooks:read",
  "webhooks:write",
  "api-keys:read",
] as const;
export type Scope = (typeof scopes)[number];
export const Scope = z.enum(scopes, "Choose scopes from the list.");

/** The nouns of verbs and questions as scopes name them. A noun that is not here is shut to keys. */
const nouns: Record<string, string> = {
  user: "users",
  account: "account",
  activity: "activity",
  ledger: "ledger",
  traffic: "traffic",
  webhook: "webhooks",
  api_key: "api-keys",
};

/**
 * What no scope opens although its noun is open: a key acts for its holder and is not them, and which key it is it may
 * always ask.
 */
const apart = ["user.leave", "api_key.show_current"];

/** The scope that opens a verb or a question to a key, by its name; null where none does. */
export function scopeFor(name: string, access: "read" | "write"): Scope | null {
  if (apart.includes(name)) return null;
  const scope = `${nouns[name.split(".")[0]!]}:${access}`;
  return (scopes as readonly string[]).includes(scope) ? (scope as Scope) : null;
}
