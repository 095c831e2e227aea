import { and, eq } from "drizzle-orm";

import { accountName } from "@/lib/accounts/rows";
import { presence, users } from "@/lib/db/schema";
import { placesOf } from "@/lib/people/rows";
import { openCard } from "@/lib/users/card";
import { openPauseReason, openTitle } from "@/lib/users/rows";
import { accountVault } from "@/lib/vault/keyring";
import { CopyCall, CopyDoneToMe, CopyEvent, CopyKey, CopyPlace } from "@/lib/exports/copy-format";
import { readCalls } from "./calls";
import { flat, readEvents } from "./events";
import { readKeys } from "./keys";
import { countInEach, inEachAccount, type OfPerson } from "./of-person";
import { iso } from "./section";

/** The person's place in each account. */
export const places: OfPerson<typeof CopyPlace> = {
  name: "accounts",
  about: "Your place in each account: name, address, title, role, state and dates.",
  shape: CopyPlace,
  count: async ({ db, whose: { personId } }) => (await placesOf(db, personId)).length,
  read: ({ db, whose }) =>
    inEachAccount({ db, whose }, async function* ({ accountId, userId }) {
      const [found] = await db
        .select({ row: users, seenAt: presence.seenAt })
        .from(users)
        .leftJoin(
          presence,
          and(eq(presence.accountId, users.accountId), eq(presence.userId, users.id)),
        )
        .where(and(eq(users.accountId, accountId), eq(users.id, userId)));
      const { row, seenAt } = found!;
      yield [
        {
          account: await accountName(db, accountId),
          userId,
          ...openCard(await accountVault(db, accountId), userId, row.card),
          title: await openTitle(db, row),
          role: row.role,
          status: row.status,
          locale: row.locale,
          timeZone: row.timeZone,
          createdAt: row.createdAt.toISOString(),
          acceptedAt: iso(row.acceptedAt),
          lastSeenAt: iso(seenAt),
          pausedAt: iso(row.pausedAt),
          pausedUntil: iso(row.pausedUntil),
          pauseReason: await openPauseReason(db, row),
          deletedAt: iso(row.deletedAt),
        },
      ];
    }),
};

/** What the person did. */
export const myActivity: OfPerson<typeof CopyEvent> = {
  name: "activity",
  about: "What you did in each account.",
  shape: CopyEvent,
  count: (source) => countInEach(source, "activity", "actor_id"),
  read: ({ db, whose }) =>
    inEachAccount({ db, whose }, async function* ({ accountId, userId }) {
      for await (const events of readEvents(db, accountId, { column: "actor_id", id: userId }))
        yield events.map(flat);
    }),
};

/** What was done to the person, without the names of those who did it: those are theirs. */
export const doneToMe: OfPerson<typeof CopyDoneToMe> = {
  name: "about-you",
  about: "What was done to you in each account, without the names of others.",
  shape: CopyDoneToMe,
  count: (source) => countInEach(source, "activity", "object_id"),
  read: ({ db, whose }) =>
    inEachAccount({ db, whose }, async function* ({ accountId, userId }) {
      for await (const events of readEvents(db, accountId, { column: "object_id", id: userId }))
        yield events.map(({ id, at, action, outcome, code, actor, changes }) => ({
          ...{ id, at, action, outcome, code, changes },
          actorKind: actor.kind,
        }));
    }),
};

/** The keys the person made. */
export const myKeys: OfPerson<typeof CopyKey> = {
  name: "api-keys",
  about: "API keys you made: names, scopes and dates. The keys themselves are not in here.",
  shape: CopyKey,
  count: (source) => countInEach(source, "api_keys", "holder_id"),
  read: ({ db, whose }) =>
    inEachAccount({ db, whose }, async function* ({ accountId, userId }) {
      yield await readKeys(db, accountId, userId);
    }),
};

/** The calls of the API the person made, also by their keys. */
export const myCalls: OfPerson<typeof CopyCall> = {
  name: "api-calls",
  about: "Calls of the API that you or your keys made, as long as calls are kept.",
  shape: CopyCall,
  count: (source) => countInEach(source, "api_calls", "actor_id"),
  read: ({ db, whose }) =>
    inEachAccount({ db, whose }, ({ accountId, userId }) => readCalls(db, accountId, userId)),
};
