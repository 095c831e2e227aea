import { describe, expect, test } from "vitest";

import { type Role, roles } from "@/lib/users/user";
import type { Actor, KeyActor, UserTarget } from "./actor";
import { capped, scopesHeldBy } from "./held-scopes";
import { mayAsk, mayDo } from "./policy";
import { type Scope, scopeFor, scopes } from "./scopes";

type Rule = (me: Actor, them: UserTarget) => boolean;
type Opens = (them: UserTarget) => Scope | null;
const rules: [name: string, opens: Opens, rule: Rule][] = [
  ...Object.entries(mayDo).map(([name, rule]): [string, Opens, Rule] => [
    name,
    (them) => scopeFor(name, "write", them.role),
    rule,
  ]),
  ...Object.entries(mayAsk).map(([name, rule]): [string, Opens, Rule] => [
    name,
    (them) => scopeFor(name, "read", them.role),
    rule,
  ]),
];

const person = (role: Role): Actor => ({
  kind: "user",
  userId: "me",
  personId: "",
  accountId: "",
  role,
  sessionId: "",
  confirmedAt: new Date(0),
  name: "",
  email: "",
});
const key = (role: Role, open: readonly Scope[]): KeyActor => ({
  kind: "key",
  keyId: "key",
  accountId: "",
  name: "",
  scopes: open,
  holder: { kind: "user", userId: "me", role: capped(role) },
});
const everyone: UserTarget[] = roles.flatMap((role): UserTarget[] => [
  { id: "them", role, status: "active" },
  { id: "me", role, status: "active" },
]);

describe("[P18] [V8.2.1] [V8.3.3] a key may what its scopes open and its holder may, and nothing else", () => {
  test.each(roles)("held by %s: every verb and question, with every scope", (role) => {
    for (const [name, opens, rule] of rules) {
      for (const scope of scopes) {
        for (const them of everyone) {
          const holderMay = rule(person(capped(role)), them);
          const says = `${name} with ${scope} on ${them.id} (${them.role})`;
          const expected = name === "api_key.show_current" || (opens(them) === scope && holderMay);
          expect(rule(key(role, [scope]), them), says).toBe(expected);
        }
      }
      for (const them of everyone) {
        const wouldBe = opens(them) !== null && rule(person(capped(role)), them);
        expect(rule(key(role, scopes), them), `${name} with all`).toBe(
          wouldBe || name === "api_key.show_current",
        );
        expect(rule(key(role, []), them), `${name} with none`).toBe(
          name === "api_key.show_current",
        );
      }
    }
  });

  test("no key changes keys, ownership, passwords, sessions of its own or oneself, whoever holds it", () => {
    const shut = /^(ownership|session|password|me|email|link|staff)\.|^user\.leave$/;
    for (const [name, , rule] of rules) {
      const writesKeys = name.startsWith("api_key.") && name in mayDo;
      if (!shut.test(name) && !writesKeys) continue;
      for (const role of roles)
        for (const them of everyone) expect(rule(key(role, scopes), them), name).toBe(false);
    }
  });

  test("without roles:write a key makes nobody more than a user, and moves nobody's power or address", () => {
    const open = scopes.filter((scope) => scope !== "roles:write");
    for (const role of roles) {
      for (const [name, rule] of Object.entries(mayDo)) {
        if (!name.startsWith("user.") || name === "user.edit") continue;
        for (const them of everyone)
          if (them.role !== "user" || /change_role|start_email_change/.test(name))
            expect(rule(key(role, open), them), `${name} on ${them.role}`).toBe(false);
      }
    }
    const administrator = { id: "", role: "administrator", status: "invited" } as const;
    expect(mayDo["user.invite"](key("owner", open), administrator)).toBe(false);
    expect(mayDo["user.invite"](key("owner", ["roles:write"]), administrator)).toBe(true);
    expect(mayDo["user.invite"](key("owner", open), { ...administrator, role: "user" })).toBe(true);
  });

  test("an owner's key does nothing to an owner", () => {
    for (const [name, rule] of Object.entries(mayDo)) {
      if (!name.startsWith("user.") || name === "user.invite") continue;
      for (const id of ["them", "me"])
        expect(rule(key("owner", scopes), { id, role: "owner", status: "active" }), name).toBe(
          false,
        );
    }
  });

  test("what may be put on a key shrinks with the role of its holder", () => {
    expect(scopesHeldBy("owner")).toEqual(scopesHeldBy("administrator"));
    expect(scopesHeldBy("administrator")).toEqual(
      expect.arrayContaining(["users:read", "users:write", "account:read", "activity:read"]),
    );
    expect(scopesHeldBy("auditor").filter((scope) => scope.endsWith(":write"))).toEqual([]);
    expect(scopesHeldBy("auditor")).toContain("users:read");
    expect(scopesHeldBy("user")).toEqual([]);
  });
});
