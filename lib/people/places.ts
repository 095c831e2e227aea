import { and, eq } from "drizzle-orm";

import type { Database } from "@/lib/db/connection";
import { users } from "@/lib/db/schema";
import { enterScope } from "@/lib/db/scope";
import type { ObjectRef } from "@/lib/gate/command";
import { openCard } from "@/lib/users/card";
import { accountVault } from "@/lib/vault/keyring";
import { placesOf } from "./rows";

/** A person's user in one account, with the name they carry there. */
export type Place = { accountId: string; role: string; status: string; user: ObjectRef };

/**
 * A person's users in all their accounts, those in the bin left out: what is done to a person is told in each.
 * Leaves the scope of the last one open.
 */
export async function peopledPlaces(db: Database, personId: string): Promise<Place[]> {
  const places: Place[] = [];
  for (const { account_id: accountId, user_id: id, role, status } of await placesOf(db, personId)) {
    if (status === "deleted") continue;
    await enterScope(db, accountId, personId);
    const [row] = await db
      .select({ card: users.card })
      .from(users)
      .where(and(eq(users.accountId, accountId), eq(users.id, id)));
    const { name } = openCard(await accountVault(db, accountId), id, row!.card);
    places.push({ accountId, role, status, user: { kind: "user", id, name } });
  }
  return places;
}

/**
 * Whether someone of this status is in the account. One that only invited a person, or withdrew that, learns nothing of
 * what they do elsewhere.
 */
export const isIn = ({ status }: { status: string }): boolean =>
  status === "active" || status === "paused";

/** One event in each account of a person, done by themselves. */
export const toldInEach = (
  places: Place[],
  what: {
    particulars?: Record<string, unknown>;
    changes?: { field: string; from: unknown; to: unknown }[];
  } = {},
) =>
  places.map(({ accountId, user }) => ({
    accountId,
    object: user,
    by: { id: user.id, name: user.name },
    ...what,
  }));
