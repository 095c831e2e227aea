import type { Tone } from "@/components/ui/badge";
import type { ApiKeyView, KeyState } from "@/lib/api-keys/api-key";
import type { Scope } from "@/lib/policy/scopes";

/** What a scope opens, in plain words, in the order they are offered. */
export const scopeNouns: {
  name: string;
  scopes: { scope: Scope; access: "Read" | "Write"; says: string }[];
}[] = [
  {
    name: "Users",
    scopes: [
      {
        scope: "users:read",
        access: "Read",
        says: "See who is in the account, their states, sessions and activity.",
      },
      {
        scope: "users:write",
        access: "Write",
        says: "Invite, edit, pause, delete and restore plain users, end their sessions. Of everyone above, only the name.",
      },
    ],
  },
  {
    name: "Roles",
    scopes: [
      {
        scope: "roles:write",
        access: "Write",
        says: "Make and change administrators and auditors, and change the addresses people sign in with. Who has such a key can make themselves an administrator. Never owners.",
      },
    ],
  },
  {
    name: "Account",
    scopes: [
      { scope: "account:read", access: "Read", says: "See the account’s name, owners and counts." },
    ],
  },
  {
    name: "Activity",
    scopes: [
      { scope: "activity:read", access: "Read", says: "See what was done, by whom and when." },
    ],
  },
  {
    name: "Trust ledger",
    scopes: [
      {
        scope: "ledger:read",
        access: "Read",
        says: "See who touched the account’s data from outside, and why.",
      },
    ],
  },
  {
    name: "API calls",
    scopes: [{ scope: "traffic:read", access: "Read", says: "See which calls programs made." }],
  },
  {
    name: "Webhooks",
    scopes: [
      { scope: "webhooks:read", access: "Read", says: "See webhooks and their deliveries." },
      {
        scope: "webhooks:write",
        access: "Write",
        says: "Add, change and delete webhooks, and replay messages.",
      },
    ],
  },
  {
    name: "Keys",
    scopes: [
      {
        scope: "api-keys:read",
        access: "Read",
        says: "See which keys there are. Never the keys themselves.",
      },
    ],
  },
];

/** Scopes in a few words: "Users read and write, Activity read". */
export function scopesInWords(scopes: readonly Scope[]): string {
  return scopeNouns
    .map((noun) => ({
      name: noun.name,
      may: noun.scopes.filter(({ scope }) => scopes.includes(scope)).map((one) => one.access),
    }))
    .filter(({ may }) => may.length > 0)
    .map(({ name, may }) => `${name} ${may.join(" and ").toLowerCase()}`)
    .join(", ");
}

export const stateWords = {
  active: "Works",
  rotated: "Being replaced",
  suspended: "At rest",
  orphaned: "Ended",
  expired: "Expired",
  revoked: "Revoked",
} satisfies Record<KeyState, string>;

export const stateTones = {
  active: "good",
  rotated: "calm",
  suspended: "warn",
  orphaned: "gone",
  expired: "gone",
  revoked: "danger",
} satisfies Record<KeyState, Tone>;

/** How much of its life is left. */
export function timeLeft({ daysLeft }: Pick<ApiKeyView, "daysLeft">): string {
  if (daysLeft === 0) return "ended";
  return daysLeft === 1 ? "less than a day left" : `${daysLeft} days left`;
}
