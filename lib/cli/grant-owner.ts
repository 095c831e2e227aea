import { accountName } from "@/lib/accounts/rows";
import { inTransaction } from "@/lib/db/connection";
import { call, enterScope } from "@/lib/db/scope";
import { operatorClaim } from "@/lib/gate/claim";
import { execute } from "@/lib/gate/execute";
import { Failure } from "@/lib/gate/failure";
import { grantOwnership } from "@/lib/ownership/grant-ownership";
import { findPerson, placesOf } from "@/lib/people/rows";
import { valueOf } from "./refused";

/**
 * Break-glass: makes an active user of an account an owner. Recorded as done by the operator; all owners are told by
 * letter. Holding the root key is the permission.
 */
export async function grantOwner({
  account,
  email,
}: {
  account: string;
  email: string;
}): Promise<string[]> {
  const accountId = await accountNamed(account);
  const userId = await inTransaction(async (db) => {
    const person = await findPerson(db, email);
    const places = person ? await placesOf(db, person.id) : [];
    return places.find((place) => place.account_id === accountId)?.user_id;
  });
  if (!userId)
    throw new Failure("not_found", { says: `${account} has no user with the address ${email}.` });
  valueOf(await execute(grantOwnership, operatorClaim(accountId), { userId }));
  return [`${email} owns ${account} now. It was recorded, and all owners are told by letter.`];
}

async function accountNamed(wanted: string): Promise<string> {
  const found = await inTransaction(async (db) => {
    const matching: string[] = [];
    for (const { account_ids: id } of await call<{ account_ids: string }>(db, "account_ids")) {
      await enterScope(db, id);
      if (id === wanted || (await accountName(db, id)) === wanted.trim()) matching.push(id);
    }
    return matching;
  });
  if (found.length === 1) return found[0]!;
  throw new Failure("not_found", {
    says: found.length
      ? `${found.length} accounts are called ${wanted}. Give the id instead: ${found.join(", ")}.`
      : `There is no account called ${wanted}.`,
  });
}
