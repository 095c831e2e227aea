import { describe, expect, test } from "vitest";

import { tries, type Try, type Verb } from "@/lib/cast/every-verb";
import { table } from "@/lib/docs/table";
import { type Role, roles } from "@/lib/users/user";
import { supportModes, supportNouns } from "@/lib/support/support";
import { staffRoles } from "@/lib/staff/staff";
import type { Actor, UserTarget } from "./actor";
import { mayAsk, mayDo } from "./policy";
import { needsProof, proven } from "./proof";

const as = (role: Role): Actor => ({
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
const them = (role: Role, id = "them"): UserTarget => ({ id, role, status: "active" });

type Rule = (me: Actor, them: UserTarget) => boolean;

/** A verb on somebody: for each of my roles, on whom. */
function onWhom(rule: Rule, mine: Role): string {
  const others = roles.filter((theirs) => rule(as(mine), them(theirs)));
  const self = rule(as(mine), them(mine, "me"));
  const everyone = others.length === roles.length;
  if (!others.length) return self ? "self" : "–";
  const whom = everyone ? "everyone" : others.join(", ");
  return self ? `${whom}, self` : `${whom}, not self`;
}

/** Who may although they are not signed in to an account. */
function otherwise(rule: Rule): string {
  const others: [string, Actor][] = [
    ["visitor", { kind: "visitor" }],
    ["person before picking an account", { kind: "person", personId: "", sessionId: "" }],
    ...staffRoles.map((role): [string, Actor] => [
      `${role} staff`,
      {
        ...{ kind: "staff", staffId: "", personId: "", sessionId: "", confirmedAt: new Date(0) },
        ...{ name: "", roles: [role] },
      },
    ]),
    ...supportModes.map((mode): [string, Actor] => [
      `support inside, to ${mode}`,
      {
        ...{ kind: "support", staffId: "me", personId: "", sessionId: "", name: "" },
        ...{ accountId: "", grantId: "", nouns: supportNouns, fields: [], mode },
        ...{ confirmedAt: new Date(0), endsAt: new Date(0) },
      },
    ]),
    ["job", { kind: "system", accountId: "" }],
    ["operator", { kind: "operator", accountId: "" }],
  ];
  const named = others.filter(([, actor]) => rule(actor, them("user"))).map(([name]) => name);
  if (named.length === others.length) return "anyone";
  return named.length ? named.join(", ") : "–";
}

const heads = [...roles.map((role) => `as ${role}`), "without a user"];

function tableOf(rules: Record<string, Rule>, on: "somebody" | "nobody"): string {
  const verbs = Object.entries(rules).filter(
    ([verb]) => ((tries[verb as Verb] as Try).on === "them") === (on === "somebody"),
  );
  const rows = verbs.map(([verb, rule]) => [
    `\`${verb}\``,
    ...roles.map((mine) =>
      on === "somebody" ? onWhom(rule, mine) : rule(as(mine), them(mine, "me")) ? "yes" : "–",
    ),
    otherwise(rule),
  ]);
  return table([[on === "somebody" ? "on a user" : "verb", ...heads], ...rows]);
}

const page = `# Who may do what

Written from \`lib/policy/policy.ts\` by \`npx vitest run lib/policy/permissions-doc.test.ts -u\`; a test fails when it
is stale, and \`lib/policy/matrix.test.ts\` tries every cell through the API and the panel.

A cell names the roles of those on whom the verb may be done. Whether it makes sense at this moment (pausing someone
who is paused) is not a matter of permission. A user of another account is never found, whatever the role: \`404\`.

- Only an owner may do anything to an owner.
- Auditors read what administrators read, and change nothing but their own profile, password and sessions.
- Nobody pauses or deletes themselves; leaving is a verb of its own.
- Nobody sees or sets another person's password.
- Staff of the operator reads nothing of what an account holds, whatever their role. Support is inside an account only with the consent of an owner, for a while; it then may
  what the nouns agreed to open and an auditor may, or with consent to act an administrator: never owners, passwords, addresses, sessions, keys, roles or deletion.
- An API key may what its scopes open and whoever holds it may, an owner counting as an administrator; keys change no keys.
  \`users:write\` is for plain users. Everything that makes or moves a power over people needs \`roles:write\`, which no key has unless it
  is chosen: roles, addresses, and whatever is done to somebody above *user*, but for their name.
  Its own verbs are done to it, and the column names whose key it may be.

## Changes to a user

${tableOf(mayDo, "somebody")}

## Other changes

${tableOf(mayDo, "nobody")}

## What needs the password again

Whatever leads to an owner being made, removed or taken over needs the password of the person who does it, given with it or within the
last ten minutes (\`lib/policy/proof.ts\`). Making and rotating keys, webhooks, archives, closing the account, letting support in,
and one's own address and erasure need it too.

${table([["verb", "needs the password"], ...proven.map((verb) => [`\`${verb}\``, needsProof(verb, them("user")) ? "always" : "on an owner"])])}

## What waits to be used

A link, an invitation, a change of address: each names who asked for it, and the policy is asked again when it is used, with that person
and the person it is for as they are then. A change of somebody's role or status voids what is pending for them and what they can
no longer ask for; a closing of the account, and access of support, end with the last owner who decided them.

What a visitor may do needs more than asking: a live link, the right password, or it only sends a letter to the
address on record.

## Questions about a user

${tableOf(mayAsk, "somebody")}

## Other questions

${tableOf(mayAsk, "nobody")}
`;

describe("the permissions", () => {
  test("[V8.1.1] docs/permissions.md is the policy as it stands", async () => {
    await expect(
      page,
      "Stale: run `npx vitest run lib/policy/permissions-doc.test.ts -u`.",
    ).toMatchFileSnapshot("../../docs/permissions.md");
  });

  test("an administrator can do nothing at all to an owner", () => {
    for (const [verb, rule] of Object.entries(mayDo)) {
      if ((tries[verb as Verb] as Try).on !== "them") continue;
      expect(rule(as("administrator"), them("owner")), verb).toBe(false);
    }
  });

  test("an auditor changes nobody, and nobody pauses or deletes themselves", () => {
    for (const [verb, rule] of Object.entries(mayDo)) {
      if ((tries[verb as Verb] as Try).on !== "them") continue;
      for (const role of roles) expect(rule(as("auditor"), them(role)), verb).toBe(false);
    }
    for (const role of roles) {
      expect(mayDo["user.pause"](as(role), them(role, "me"))).toBe(false);
      expect(mayDo["user.delete"](as(role), them(role, "me"))).toBe(false);
    }
  });
});
