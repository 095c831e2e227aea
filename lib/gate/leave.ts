import { eq } from "drizzle-orm";

import { accountName } from "@/lib/accounts/rows";
import type { EventOutcome } from "@/lib/activity/event";
import { note } from "@/lib/activity/note";
import { record } from "@/lib/activity/record";
import type { Database } from "@/lib/db/connection";
import { accounts } from "@/lib/db/schema";
import { asApplication, enterScope } from "@/lib/db/scope";
import { type Actor, isOfStaff } from "@/lib/policy/actor";
import type { CommandName } from "@/lib/policy/policy";
import type { RequestInfo } from "./claim";
import type { Left, ObjectRef, Told, ToldOutside } from "./command";
import { Failure } from "./failure";

type By = { me: Actor; request: RequestInfo };

/**
 * Writes down what a verb leaves behind. What the staff did is told by the application and not by them: they could not
 * open the account that reads it.
 */
export async function leave(
  db: Database,
  action: CommandName,
  by: By,
  left: Left,
  outcome: EventOutcome,
  code: string | null = null,
): Promise<void> {
  if (isOfStaff(by.me)) asApplication(db);
  if ("logged" in left) return note(db, action, by, left, outcome, code);
  const told = "inAccount" in left ? await named(db, left) : left;
  return record(db, action, by, told, outcome, code);
}

/** An account whose activity tells of something that happened outside of it. Refuses with `not_found` where there is none. */
async function named(db: Database, { inAccount: accountId, ...left }: ToldOutside): Promise<Told> {
  await enterScope(db, accountId);
  const [account] = await db
    .select({ id: accounts.id })
    .from(accounts)
    .where(eq(accounts.id, accountId));
  if (!account) throw new Failure("not_found");
  return { accountId, object: await accountAsObject(db, accountId), ...left };
}

export const accountAsObject = async (db: Database, id: string): Promise<ObjectRef> => ({
  kind: "account",
  id,
  name: await accountName(db, id),
});
