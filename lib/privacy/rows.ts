import { and, desc, eq, inArray, isNull, sql } from "drizzle-orm";

import type { Database } from "@/lib/db/connection";
import { newId } from "@/lib/db/id";
import { accounts, erasureRequests, users } from "@/lib/db/schema";
import { Failure } from "@/lib/gate/failure";
import { openCard } from "@/lib/users/card";
import type { UserRecord } from "@/lib/users/rows";
import { accountVault } from "@/lib/vault/keyring";

export type RequestRecord = typeof erasureRequests.$inferSelect;

const reasonPlace = (id: string) => ({ table: "erasure_requests", column: "reason", row: id });
const answerPlace = (id: string) => ({ table: "erasure_requests", column: "answer", row: id });

/** Whether an open request is late, by the database's clock. */
export const isLate = sql<boolean>`${erasureRequests.outcome} is null and ${erasureRequests.dueAt} <= now()`;

export async function insertRequest(
  db: Database,
  { accountId, id: userId, personId }: Pick<UserRecord, "accountId" | "id" | "personId">,
  reason: string | null,
): Promise<RequestRecord> {
  const id = newId();
  const vault = await accountVault(db, accountId);
  const [row] = await db
    .insert(erasureRequests)
    .values({
      ...{ accountId, id, userId, personId },
      reason: reason === null ? null : vault.seal(reasonPlace(id), reason),
    })
    .returning();
  return row!;
}

/** The open request of a user; null where there is none. */
export async function openRequestOf(
  db: Database,
  { accountId, id: userId }: Pick<UserRecord, "accountId" | "id">,
): Promise<RequestRecord | null> {
  const [row] = await db
    .select()
    .from(erasureRequests)
    .where(
      and(
        eq(erasureRequests.accountId, accountId),
        eq(erasureRequests.userId, userId),
        isNull(erasureRequests.outcome),
      ),
    );
  return row ?? null;
}

/** The same for a verb that answers it. Refuses with `not_requested`. */
export async function insistOnRequest(
  db: Database,
  user: Pick<UserRecord, "accountId" | "id">,
): Promise<RequestRecord> {
  const row = await openRequestOf(db, user);
  if (!row) throw new Failure("not_requested");
  return row;
}

export async function closeRequest(
  db: Database,
  { accountId, id }: Pick<RequestRecord, "accountId" | "id">,
  answered: { outcome: "refused" | "cancelled"; by: string | null; answer?: string },
): Promise<void> {
  const vault = await accountVault(db, accountId);
  await db
    .update(erasureRequests)
    .set({
      outcome: answered.outcome,
      answeredAt: sql`now()`,
      answeredBy: answered.by,
      answer: answered.answer === undefined ? null : vault.seal(answerPlace(id), answered.answer),
    })
    .where(and(eq(erasureRequests.accountId, accountId), eq(erasureRequests.id, id)));
}

/** What was written into a request, opened. */
export async function openTexts(
  db: Database,
  { accountId, id, reason, answer }: RequestRecord,
): Promise<{ reason: string | null; answer: string | null }> {
  const vault = await accountVault(db, accountId);
  return {
    reason: reason && vault.open(reasonPlace(id), reason),
    answer: answer && vault.open(answerPlace(id), answer),
  };
}

/** Whether the account has no other owner who can sign in. */
export async function isOnlyOwner(
  db: Database,
  { accountId, role, status }: Pick<UserRecord, "accountId" | "role" | "status">,
): Promise<boolean> {
  if (role !== "owner" || status !== "active") return false;
  const [account] = await db
    .select({ owners: accounts.activeOwnerCount })
    .from(accounts)
    .where(eq(accounts.id, accountId));
  return account!.owners === 1;
}

/** Those who can decide on the request of a user: owners, and administrators where it is no owner's. */
export async function decidersOn(
  db: Database,
  { accountId, id, role }: Pick<UserRecord, "accountId" | "id" | "role">,
) {
  const roles: UserRecord["role"][] = role === "owner" ? ["owner"] : ["owner", "administrator"];
  const vault = await accountVault(db, accountId);
  const rows = await db
    .select({ id: users.id, personId: users.personId, card: users.card })
    .from(users)
    .where(
      and(eq(users.accountId, accountId), eq(users.status, "active"), inArray(users.role, roles)),
    );
  return rows
    .filter((row) => row.id !== id)
    .map(({ card, ...row }) => ({ ...row, ...openCard(vault, row.id, card) }));
}

/** Requests of an account, the newest first, each with whether it is late. */
export const requestsOf = (db: Database, accountId: string, where?: { userId: string }) =>
  db
    .select({ request: erasureRequests, late: isLate })
    .from(erasureRequests)
    .where(
      and(
        eq(erasureRequests.accountId, accountId),
        where && eq(erasureRequests.userId, where.userId),
      ),
    )
    .orderBy(desc(erasureRequests.requestedAt), desc(erasureRequests.id))
    .limit(where ? 1 : MOST);

/** So many requests are listed; older ones were answered long ago. */
const MOST = 200;
