import type { Database } from "@/lib/db/connection";

/** More of one kind are not counted one by one. */
export const MOST_COUNTED = 10_000;

const ofUser = {
  about: "activity where account_id = $1 and object_id = $2",
  by: "activity where account_id = $1 and actor_id = $2",
  calls: "api_calls where account_id = $1 and actor_id = $2",
  keys: "api_keys where account_id = $1 and holder_id = $2",
};

const ofPerson = {
  sessions: "sessions where person_id = $1",
  letters: "letters where person_id = $1",
};

/** How much the account in scope holds about one of its users. */
export const countOfUser = (db: Database, accountId: string, userId: string) =>
  countEach(db, ofUser, [accountId, userId]);

/** How much hangs on the login of the person in scope. */
export const countOfPerson = (db: Database, personId: string) =>
  countEach(db, ofPerson, [personId]);

async function countEach<Name extends string>(
  db: Database,
  from: Record<Name, string>,
  values: string[],
): Promise<Record<Name, number>> {
  const counts = {} as Record<Name, number>;
  for (const [name, rows] of Object.entries(from) as [Name, string][]) {
    const counted = await db.$client.query<{ n: number }>({
      name: `held_${name}`,
      text: `select count(*)::int as n from (select from ${rows} limit ${MOST_COUNTED}) as held`,
      values,
    });
    counts[name] = counted.rows[0]!.n;
  }
  return counts;
}
