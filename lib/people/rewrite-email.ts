import type { Database } from "@/lib/db/connection";
import { constraintOf } from "@/lib/db/connection";
import { enterScope } from "@/lib/db/scope";
import { Failure } from "@/lib/gate/failure";
import { findUser, updateCard } from "@/lib/users/rows";
import { isIn, type Place, peopledPlaces } from "./places";
import { placesOf, writeEmail } from "./rows";

/**
 * Writes a person's address, on their own record and on their card in every account they came into, the bins included.
 * One that only invited them goes on showing the address it invited, until they accept.
 *
 * @returns where it is to be told
 */
export async function rewriteEmail(
  db: Database,
  personId: string,
  email: string,
): Promise<Place[]> {
  await enterScope(db, null, personId);
  try {
    await writeEmail(db, personId, email);
  } catch (error) {
    if (constraintOf(error) === "persons_email_index_unique") throw new Failure("address_taken");
    throw error;
  }
  for (const { account_id: accountId, user_id: userId } of await placesOf(db, personId)) {
    await enterScope(db, accountId, personId);
    const user = await findUser({ db, me: { kind: "system", accountId }, input: { userId } });
    if (user.row.acceptedAt) await updateCard(db, user, { email });
  }
  const places = (await peopledPlaces(db, personId)).filter(isIn);
  await enterScope(db, null, personId);
  return places;
}
