import { z } from "zod";

import type { Role } from "@/lib/users/user";

/**
 * What a key can be opened for: a noun, to read or to write. Making and moving power over people is apart, as `roles:write`. Ownership, passwords, sessions and keys themselves are
 * never open to a key (P18).
 */
export const scopes = [
  "users:read",
  "users:write",
  "roles:write",
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

/** Verbs that make or move a power, whoever they are done to: a role, or the address somebody signs in with. */
const ofRoles = ["user.change_role", "user.start_email_change"];

/** Verbs that make or move no power, whoever they are done to. */
const harmless = ["user.edit"];

/**
 * The scope that opens a verb or a question to a key, by its name and the role of whom it is done to, or who is made by it; null
 * where none does. Whatever is done to somebody above *user* moves a power, but for their name.
 */
export function scopeFor(
  name: string,
  access: "read" | "write",
  theirs: Role = "user",
): Scope | null {
  if (apart.includes(name)) return null;
  if (ofRoles.includes(name)) return "roles:write";
  const movesPower = access === "write" && name.startsWith("user.") && theirs !== "user";
  if (movesPower && !harmless.includes(name)) return "roles:write";
  const scope = `${nouns[name.split(".")[0]!]}:${access}`;
  return (scopes as readonly string[]).includes(scope) ? (scope as Scope) : null;
}
