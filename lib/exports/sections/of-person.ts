import type { z } from "zod";

import { enterScope } from "@/lib/db/scope";
import { placesOf } from "@/lib/people/rows";
import { countWhere, type Section, type Source } from "./section";

/** A section of a person's copy. */
export type OfPerson<Shape extends z.ZodObject = z.ZodObject> = Section<
  { personId: string },
  Shape
>;

type Place = { accountId: string; userId: string };

/** What a person has in each of their accounts, with the account it is of. Each is read in its own scope. */
export async function* inEachAccount<Row extends object>(
  { db, whose: { personId } }: Source<{ personId: string }>,
  read: (place: Place) => AsyncGenerator<Row[]>,
): AsyncGenerator<(Row & { accountId: string })[]> {
  for (const { account_id: accountId, user_id: userId } of await placesOf(db, personId)) {
    await enterScope(db, accountId, personId);
    for await (const rows of read({ accountId, userId }))
      yield rows.map((row) => ({ ...row, accountId }));
  }
  await enterScope(db, null, personId);
}

/** How many rows of a table are a user's, in all accounts of the person. */
export async function countInEach(
  { db, whose: { personId } }: Source<{ personId: string }>,
  table: string,
  column: string,
): Promise<number> {
  let sum = 0;
  for (const { account_id: accountId, user_id: userId } of await placesOf(db, personId)) {
    await enterScope(db, accountId, personId);
    sum += await countWhere(db, table, `account_id = $1 and ${column} = $2`, [accountId, userId]);
  }
  await enterScope(db, null, personId);
  return sum;
}
