import { and, eq, gt, isNull, sql } from "drizzle-orm";

import type { Database } from "@/lib/db/connection";
import { apiKeys, links, users } from "@/lib/db/schema";
import { enterScope } from "@/lib/db/scope";
import { type Actor, standingOf, type UserTarget } from "@/lib/policy/actor";
import { capped } from "@/lib/policy/held-scopes";
import { type CommandName, mayDo } from "@/lib/policy/policy";
import { accountOf } from "@/lib/policy/scope";
import type { Scope } from "@/lib/policy/scopes";

/** Who asked for a link, and with which verb: the policy is asked again when the link is used. */
export type Starter = {
  startedAs: CommandName;
  startedIn: string | null;
  startedBy: string | null;
  startedWith: string | null;
};

/** The actor as the one who asks for a link. The operator and the installation itself are not asked again. */
export function starterOf(startedAs: CommandName, me: Actor): Starter {
  const who = standingOf(me);
  return {
    startedAs,
    startedIn: who && accountOf(me),
    startedBy: who && who.userId,
    startedWith: me.kind === "key" ? me.keyId : null,
  };
}

/** A link that nobody but its person asked for, or the installation on their behalf. */
export const startedByItself = (startedAs: CommandName): Starter => ({
  startedAs,
  startedIn: null,
  startedBy: null,
  startedWith: null,
});

/** What the database tells of a link and the one who asked for it. */
export type StartedLink = {
  purpose: string;
  person_id: string | null;
  account_id: string | null;
  started_as: string | null;
  started_in: string | null;
  started_by: string | null;
  started_with: string | null;
};

/**
 * Whether the one who asked for a link could ask for it now: the policy with starter and target as they are at this
 * moment. Leaves the scope of the link open.
 */
export async function mayStill(db: Database, link: StartedLink): Promise<boolean> {
  if (link.purpose === "setup" || link.purpose === "email-revert") return true;
  if (!link.started_as || !(link.started_as in mayDo)) return false;
  if (!link.started_in || !link.started_by) return true;
  await enterScope(db, link.started_in, link.person_id);
  const starter = await starterNow(db, link.started_in, link.started_by, link.started_with);
  const them = await targetNow(db, link.started_in, link.person_id!);
  await enterScope(db, link.account_id, link.person_id);
  return Boolean(starter && them && mayDo[link.started_as as CommandName](starter, them));
}

async function starterNow(
  db: Database,
  accountId: string,
  userId: string,
  keyId: string | null,
): Promise<Actor | null> {
  const [user] = await db
    .select({ role: users.role, personId: users.personId })
    .from(users)
    .where(and(eq(users.accountId, accountId), eq(users.id, userId), eq(users.status, "active")));
  if (!user) return null;
  const nameless = { accountId, name: "", email: "" };
  if (!keyId) {
    const session = { sessionId: "", confirmedAt: new Date(0) };
    return { kind: "user", userId, ...user, ...nameless, ...session };
  }
  const [key] = await db
    .select({ scopes: apiKeys.scopes })
    .from(apiKeys)
    .where(
      and(
        eq(apiKeys.accountId, accountId),
        eq(apiKeys.id, keyId),
        isNull(apiKeys.revokedAt),
        gt(apiKeys.expiresAt, sql`now()`),
      ),
    );
  if (!key) return null;
  const holder = { kind: "user" as const, userId, role: capped(user.role) };
  return {
    kind: "key",
    keyId,
    accountId,
    name: "",
    scopes: key.scopes.split(" ") as Scope[],
    holder,
  };
}

async function targetNow(
  db: Database,
  accountId: string,
  personId: string,
): Promise<UserTarget | null> {
  const [user] = await db
    .select({ id: users.id, role: users.role, status: users.status })
    .from(users)
    .where(and(eq(users.accountId, accountId), eq(users.personId, personId)));
  return user ?? null;
}

/**
 * Who asked for the newest invitation of a user in scope, while they still could: a fresh letter goes out in their name. Null
 * where somebody else has to send it again.
 */
export async function inviterOf(
  db: Database,
  user: { accountId: string; id: string; personId: string },
): Promise<Starter | null> {
  const [newest] = await db
    .select()
    .from(links)
    .where(
      and(
        eq(links.accountId, user.accountId),
        eq(links.userId, user.id),
        eq(links.purpose, "invitation"),
      ),
    )
    .orderBy(sql`${links.createdAt} desc, ${links.id} desc`)
    .limit(1);
  if (!newest || newest.voidedBecause) return null;
  const { startedAs, startedIn, startedBy, startedWith } = newest;
  const still = await mayStill(db, {
    purpose: "invitation",
    person_id: user.personId,
    account_id: user.accountId,
    started_as: startedAs,
    started_in: startedIn,
    started_by: startedBy,
    started_with: startedWith,
  });
  return still ? { startedAs: startedAs as CommandName, startedIn, startedBy, startedWith } : null;
}
