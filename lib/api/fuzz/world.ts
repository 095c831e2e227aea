import { and, eq } from "drizzle-orm";

import { sessionIdOf } from "@/lib/cast/every-verb";
import { acme, castPassword } from "@/lib/cast/people";
import { type OnStage, stageKey, stageSession, stageStaff, stageUser } from "@/lib/cast/stage";
import { stageHold } from "@/lib/cast/stage-closure";
import { stageChange } from "@/lib/cast/stage-registers";
import { stageGrant, stageReview } from "@/lib/cast/stage-support";
import { createAccountRow } from "@/lib/accounts/rows";
import { users } from "@/lib/db/schema";
import { stageWebhook } from "@/lib/cast/stage-webhook";
import { inTransaction } from "@/lib/db/connection";
import { enterScope } from "@/lib/db/scope";
import { issueLink } from "@/lib/links/rows";
import { startedByItself } from "@/lib/links/starter";
import { staffRoles } from "@/lib/staff/staff";
import { hashed } from "@/lib/passwords/check";
import type { Drawn } from "./arbitrary";

export const callers = [
  "owner",
  "administrator",
  "auditor",
  "user",
  "key",
  "reader",
  "panel",
  "staff",
  "nobody",
] as const;
export type Caller = (typeof callers)[number];

/** The fields whose values are taken from what is there. */
export const standIns: Record<string, string> = {
  userId: "user",
  actor: "user",
  object: "user",
  holder: "user",
  sessionId: "session",
  keyId: "key",
  accountId: "account",
  webhookId: "webhook",
  grantId: "grant",
  staffId: "staff",
  reviewId: "review",
  itemId: "item",
  holdId: "hold",
  changeId: "change",
  deliveryId: "delivery",
  requestId: "request",
  request: "request",
  email: "email",
  token: "link",
  password: "password",
  current: "password",
  cursor: "cursor",
  name: "name",
};

export type World = {
  accountId: string;
  tokens: Record<Caller, string | null>;
  held: Map<string, string[]>;
  /** brings a caller back whom somebody's request has signed out, paused, deleted or demoted; false when they are gone */
  renew: (caller: Caller) => Promise<boolean>;
};

let made = 0;

/** A fresh account with everyone in it, in every state, with sessions, keys and links; and one of the staff who asks to be let in. */
export async function makeWorld(): Promise<World> {
  const n = ++made;
  const hash = await hashed(castPassword);
  const { accountId, people } = await inTransaction(async (db) => {
    const id = await createAccountRow(db, `Account ${n}`);
    const all: OnStage[] = [];
    const extra = [
      { ...acme.Mia, name: "Dora Deleted", email: "dora@example.test", status: "deleted" as const },
      { ...acme.Mia, name: "Max Member", email: "max@example.test" },
      { ...acme.Ivo, name: "Ina Invited", email: "ina@example.test" },
      { ...acme.Adam, name: "Ada Admin", email: "ada@example.test" },
    ];
    for (const one of [...Object.values(acme), ...extra])
      all.push(await stageUser(db, id, { ...one, email: one.email.replace("@", `.${n}@`) }, hash));
    return { accountId: id, people: all };
  });
  const [Olga, , Adam, Aria, Mia, , Ivo] = people as [
    OnStage,
    OnStage,
    OnStage,
    OnStage,
    OnStage,
    OnStage,
    OnStage,
  ];
  const keys = [
    await stageKey(Adam),
    await stageKey(Aria),
    await stageKey(Adam, { name: "Another" }),
  ];
  const sessions = [await sessionIdOf(Mia), await sessionIdOf(Adam), await sessionIdOf(Olga)];
  const links = [
    await link(Mia, "reset"),
    await link(Ivo, "invitation"),
    await link(Mia, "email-confirm"),
    await link(Aria, "email-revert"),
  ];
  const webhooks = [
    await stageWebhook(accountId),
    await stageWebhook(accountId, { state: "paused" }),
  ].map(({ webhookId }) => webhookId);
  const sol = await stageStaff("Sol Staff", `sol.${n}@example.test`, staffRoles);
  const grants = await Promise.all(
    [sol, sol, sol].map((staff) => stageGrant(accountId, staff, { state: "pending" })),
  );
  const { reviewId, itemId } = await stageReview(accountId);
  const holds = [await stageHold(Olga), await stageHold(Olga)];
  const { changeId } = await stageChange();
  const who = {
    ...{ owner: Olga, administrator: Adam, auditor: Aria, user: Mia },
    ...{ panel: Adam, key: Adam, reader: Aria },
  };
  const tokens = Object.fromEntries(callers.map((caller) => [caller, null])) as World["tokens"];
  const renew = async (caller: Caller) => {
    if (caller === "nobody") return true;
    if (caller === "staff") {
      tokens.staff = await stageSession({ personId: sol.personId });
      return true;
    }
    const one = who[caller];
    const there = await revive(one);
    if (!there) return false;
    const isKey = caller === "key" || caller === "reader";
    tokens[caller] = isKey ? (await stageKey(one)).key : await stageSession(one);
    return true;
  };
  for (const caller of callers) await renew(caller);
  return {
    accountId,
    tokens,
    renew,
    held: new Map([
      ["user", people.map(({ userId }) => userId)],
      ["email", people.map(({ email }) => email)],
      ["name", people.map(({ name }) => name)],
      ["session", sessions],
      ["key", keys.map(({ keyId }) => keyId)],
      ["account", [accountId]],
      ["webhook", webhooks],
      ["delivery", webhooks],
      ["grant", grants],
      ["staff", [sol.staffId]],
      ["review", [reviewId]],
      ["item", [itemId]],
      ["hold", holds],
      ["change", [changeId]],
      ["link", links],
      ["password", [castPassword, `seven quiet lanterns beyond the harbour ${n}`]],
    ]),
  };
}

/** As they were on the first day; false when they were permanently deleted. */
const revive = ({ accountId, userId, role }: OnStage) =>
  inTransaction(async (db) => {
    await enterScope(db, accountId);
    const { rowCount } = await db
      .update(users)
      .set({
        role,
        status: "active",
        ...{ pausedAt: null, pausedUntil: null, pauseReason: null },
        ...{ deletedAt: null, statusBefore: null },
      })
      .where(and(eq(users.accountId, accountId), eq(users.id, userId)));
    return rowCount === 1;
  });

const link = (user: OnStage, purpose: "reset" | "invitation" | "email-confirm" | "email-revert") =>
  inTransaction(async (db) => {
    await enterScope(db, user.accountId, user.personId);
    const to = purpose.startsWith("email") ? `new.${user.email}` : undefined;
    const { personId, accountId, userId } = user;
    const place = purpose === "invitation" ? { accountId, userId } : {};
    return (
      await issueLink(db, purpose, {
        ...{ personId, credentialVersion: 1, newEmail: to, ...place },
        starter: startedByItself("link.renew"),
      })
    ).token;
  });

/** Puts what is there in the place of what stands for it. */
export function filledIn(drawn: Drawn, { held }: World): Drawn {
  const fill = (text: string) =>
    text.replaceAll(/\{\{(\w+):(\d+)\}\}/g, (_, pool: string, n: string) => {
      const some = held.get(pool) ?? ["none"];
      return some[Number(n) % some.length]!;
    });
  return {
    ...drawn,
    path: fill(drawn.path),
    query: drawn.query.map(([name, value]) => [name, fill(value)]),
    body: drawn.body === null ? null : fill(drawn.body),
  };
}

/** Keeps what answers tell, so that later requests can ask for it. */
export function remember({ held }: World, body: unknown): void {
  const keep = (pool: string, value: unknown) => {
    if (typeof value !== "string") return;
    const some = held.get(pool) ?? [];
    if (some.length < 60) held.set(pool, [...some, value]);
  };
  const { id, nextCursor, requestId } = (body ?? {}) as Record<string, unknown>;
  keep("cursor", nextCursor);
  keep("request", requestId);
  for (const pool of ["webhook", "delivery", "key", "user"]) keep(pool, id);
}
