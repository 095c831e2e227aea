import { type Role, roles } from "@/lib/users/user";
import type { KeyActor, UserTarget } from "./actor";
import { mayAsk, mayDo } from "./policy";
import { type Scope, scopeFor, scopes } from "./scopes";

const known = new Map<Role, readonly Scope[]>();

/**
 * The scopes a key of someone in this role can make use of: those that open at least one verb or question about others
 * to it. A key can be given no other, and loses those its holder loses (P18).
 */
export function scopesHeldBy(role: Role): readonly Scope[] {
  let held = known.get(role);
  if (!held) known.set(role, (held = scopes.filter((scope) => opens(scope, role))));
  return held;
}

function opens(scope: Scope, role: Role): boolean {
  const me: KeyActor = {
    kind: "key",
    keyId: "",
    accountId: "",
    name: "",
    scopes: [scope],
    holder: { kind: "user", userId: "me", role: capped(role) },
  };
  const others: UserTarget[] = [
    ...roles.map((theirs): UserTarget => ({ id: "other", role: theirs, status: "active" })),
  ];
  const opened = (name: string, access: "read" | "write", them: UserTarget) =>
    scopeFor(name, access, them.role) === scope;
  return others.some(
    (them) =>
      Object.entries(mayDo).some(([name, may]) => opened(name, "write", them) && may(me, them)) ||
      Object.entries(mayAsk).some(([name, may]) => opened(name, "read", them) && may(me, them)),
  );
}

/** An owner's key acts as an administrator's, so that no key ever touches ownership. */
export const capped = (role: Role): Role => (role === "owner" ? "administrator" : role);
