import { abilitiesOnKey } from "@/lib/policy/abilities";
import type { Actor } from "@/lib/policy/actor";
import { scopesHeldBy } from "@/lib/policy/held-scopes";
import type { Scope } from "@/lib/policy/scopes";
import type { ApiKeyView, KeyState } from "./api-key";
import type { KeyHolder, KeyRecord } from "./rows";
import { KEY_PREFIX } from "./token";

/** A key as the one who asks sees it. */
export function viewOf(me: Actor, key: KeyRecord): ApiKeyView {
  const state = stateOf(key);
  const scopes = scopesOf(key);
  return {
    id: key.id,
    name: key.name,
    hint: `${KEY_PREFIX}…${key.hint}`,
    state,
    holder: key.holder,
    scopes,
    effectiveScopes: effectiveScopes(scopes, key.holder),
    networks: key.networks,
    createdAt: key.createdAt.toISOString(),
    expiresAt: key.expiresAt.toISOString(),
    daysLeft: key.daysLeft,
    lastUse: key.usedAt && {
      at: key.usedAt.toISOString(),
      ip: key.lastFrom?.ip ?? null,
      place: key.lastFrom?.place ?? null,
      program: key.lastFrom?.browser ?? null,
    },
    revokedAt: key.revokedAt?.toISOString() ?? null,
    revokedBecause: key.revokedBecause,
    successorId: key.successorId,
    version: key.version,
    may: abilitiesOnKey(me, key.holder, state),
  };
}

export const scopesOf = ({ scopes }: { scopes: string }) => scopes.split(" ") as Scope[];

/** What is left of a key's scopes: those its holder holds as they are now (P18). */
export const effectiveScopes = (
  scopes: readonly Scope[],
  holder: Pick<KeyHolder, "role" | "status"> | null,
): Scope[] => {
  if (holder?.status !== "active") return [];
  const held = scopesHeldBy(holder.role);
  return scopes.filter((scope) => held.includes(scope));
};

export function stateOf(key: KeyRecord): KeyState {
  if (key.revokedAt) return "revoked";
  if (key.expired) return "expired";
  if (!key.holder) return "orphaned";
  if (key.holder.status !== "active") return "suspended";
  return key.successorId ? "rotated" : "active";
}
