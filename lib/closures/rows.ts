import { and, eq, gt, isNull, sql } from "drizzle-orm";
import type { PgUpdateSetSource } from "drizzle-orm/pg-core";

import { day } from "@/lib/clock";
import type { Database } from "@/lib/db/connection";
import { closures, holds } from "@/lib/db/schema";
import { accountVault } from "@/lib/vault/keyring";

/** How long an account that is being closed can come back exactly as it was. */
export const COOLING_OFF = 30 * day;

/** From now on it cools off, by the database's clock. */
export const cooling = {
  coolingSince: sql`now()`,
  coolingEndsAt: sql`now() + ${COOLING_OFF} * interval '1 millisecond'`,
};

export type ClosureRecord = typeof closures.$inferSelect;

export const reasonPlace = (id: string) => ({ table: "closures", column: "reason", row: id });

/** The closing of an account in scope that is under way; null when there is none. */
export async function closureOf(db: Database, accountId: string): Promise<ClosureRecord | null> {
  const [row] = await db
    .select()
    .from(closures)
    .where(and(eq(closures.accountId, accountId), isNull(closures.cancelledAt)));
  return row ?? null;
}

export async function reasonOf(db: Database, { accountId, id, reason }: ClosureRecord) {
  return reason && (await accountVault(db, accountId)).open(reasonPlace(id), reason);
}

/** What postpones the purge of an account in scope at this moment. */
export const liveHoldsOf = (db: Database, accountId: string) =>
  db
    .select()
    .from(holds)
    .where(
      and(eq(holds.accountId, accountId), isNull(holds.releasedAt), gt(holds.until, sql`now()`)),
    );

/** When the account is purged, as it stands now. */
export async function purgeDue(db: Database, accountId: string): Promise<Date | null> {
  const { rows } = await db.$client.query<{ at: Date | null }>(
    "select castellan.purge_due($1) as at",
    [accountId],
  );
  return rows[0]!.at;
}

export const writeClosure = (
  db: Database,
  { accountId, id }: ClosureRecord,
  set: PgUpdateSetSource<typeof closures>,
) =>
  db
    .update(closures)
    .set(set)
    .where(and(eq(closures.accountId, accountId), eq(closures.id, id)));
