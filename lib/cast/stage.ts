import { eq } from "drizzle-orm";

import { createAccountRow } from "@/lib/accounts/rows";
import { insertKey } from "@/lib/api-keys/insert-key";
import { day } from "@/lib/clock";
import { type Database, inTransaction } from "@/lib/db/connection";
import { newId } from "@/lib/db/id";
import { persons, presence, sessions, users } from "@/lib/db/schema";
import { enterScope } from "@/lib/db/scope";
import { hashToken, newToken } from "@/lib/links/token";
import { hashed } from "@/lib/passwords/check";
import { personFor } from "@/lib/people/rows";
import { type Scope, scopes } from "@/lib/policy/scopes";
import { originPlace } from "@/lib/sessions/rows";
import { writeStaff } from "@/lib/staff/rows";
import type { StaffRole } from "@/lib/staff/staff";
import { sealCard } from "@/lib/users/card";
import { sealPauseReason, sealTitle } from "@/lib/users/rows";
import { accountVault, personVault } from "@/lib/vault/keyring";
import type { Life } from "./figures";
import { acme, castPassword, type Character, nextDoor } from "./people";

export type OnStage = Character & { accountId: string; userId: string; personId: string };

/** One of the staff on stage, who works in no account. */
export type StaffOnStage = { name: string; email: string; personId: string; staffId: string };

/** Puts people into a new account as rows, without letters or activity: the state a story starts from. */
export async function stageAccount<Name extends string>(
  account: string,
  people: Record<Name, Character>,
): Promise<{ accountId: string } & Record<Name, OnStage>> {
  const hash = await hashed(castPassword);
  return inTransaction(async (db) => {
    const accountId = await createAccountRow(db, account);
    const staged = {} as Record<Name, OnStage>;
    for (const name of Object.keys(people) as Name[]) {
      staged[name] = await stageUser(db, accountId, people[name], hash);
    }
    return { accountId, ...staged };
  });
}

/** Puts one more person into an account, as if just now unless their life says otherwise. */
export async function stageUser(
  db: Database,
  accountId: string,
  one: Character,
  hash: string,
  life?: Life,
): Promise<OnStage> {
  await enterScope(db, accountId);
  const person = await personFor(db, accountId, one.email);
  await enterScope(db, accountId, person.id);
  if (one.status !== "invited") {
    await db
      .update(persons)
      .set({ passwordHash: hash, passwordSetAt: life?.acceptedAt ?? new Date() })
      .where(eq(persons.id, person.id));
  }
  const id = newId();
  await db.insert(users).values({
    accountId,
    id,
    personId: person.id,
    card: sealCard(await accountVault(db, accountId), id, { name: one.name, email: one.email }),
    title: await sealTitle(db, { accountId, id }, one.title ?? null),
    role: one.role,
    status: one.status,
    locale: life?.locale,
    timeZone: life?.timeZone,
    createdAt: life?.createdAt,
    acceptedAt: one.status === "invited" ? null : (life?.acceptedAt ?? new Date()),
    pausedAt: one.status === "paused" ? (life?.pausedAt ?? new Date()) : null,
    pausedUntil: life?.pausedUntil,
    pauseReason: await sealPauseReason(db, { accountId, id }, life?.pauseReason ?? null),
    deletedAt: one.status === "deleted" ? (life?.deletedAt ?? new Date()) : null,
    statusBefore: one.status === "deleted" ? (life?.statusBefore ?? "active") : null,
  });
  if (life?.lastSeenAt)
    await db.insert(presence).values({ accountId, userId: id, seenAt: life.lastSeenAt });
  return { ...one, accountId, userId: id, personId: person.id };
}

/** Makes someone one of the staff, with the password of the cast; they may have a place in an account as well. */
export async function stageStaff(
  name: string,
  email: string,
  roles: readonly StaffRole[],
): Promise<StaffOnStage> {
  const hash = await hashed(castPassword);
  return inTransaction(async (db) => {
    const { id: personId } = await personFor(db, null, email);
    await db
      .update(persons)
      .set({ passwordHash: hash, passwordSetAt: new Date() })
      .where(eq(persons.id, personId));
    return { name, email, personId, staffId: await writeStaff(db, personId, { name, roles }) };
  });
}

/** A session of someone on stage, working in their account or as staff; the token is what the cookie would hold. */
export async function stageSession(
  user: { personId: string; accountId?: string; userId?: string },
  kind: "panel" | "api" = "panel",
): Promise<string> {
  const token = newToken();
  await inTransaction(async (db) => {
    await enterScope(db, user.accountId ?? null, user.personId);
    const id = newId();
    await db.insert(sessions).values({
      id,
      personId: user.personId,
      accountId: user.accountId,
      userId: user.userId,
      tokenHash: hashToken("session", token),
      kind,
      origin: (await personVault(db, user.personId)).sealJson(originPlace(id), null),
      expiresAt: new Date(Date.now() + 12 * 3_600_000),
    });
  });
  return token;
}

/** A key of someone on stage, open for everything a key can be open for unless said otherwise. */
export async function stageKey(
  holder: OnStage,
  given: {
    name?: string;
    scopes?: readonly Scope[];
    networks?: readonly string[];
    expiresAt?: Date;
  } = {},
): Promise<{ keyId: string; key: string }> {
  return inTransaction(async (db) => {
    await enterScope(db, holder.accountId);
    const { key, record } = await insertKey(db, holder.accountId, {
      name: given.name ?? "CI deploy",
      holderId: holder.userId,
      scopes: given.scopes ?? scopes,
      networks: given.networks ?? [],
      expiresAt: given.expiresAt ?? new Date(Date.now() + 90 * day),
    });
    return { keyId: record.id, key };
  });
}

/** Acme and the account next door, with everyone in place. */
export async function stageEveryone() {
  const here = await stageAccount("Acme", acme);
  const there = await stageAccount("Next door", nextDoor);
  return { ...here, Nora: there.Nora, nextDoorId: there.accountId };
}
