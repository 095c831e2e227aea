import type { Database } from "@/lib/db/connection";
import { Failure } from "@/lib/gate/failure";
import type { ObjectRef } from "@/lib/gate/command";
import { emailOf } from "@/lib/people/rows";
import { findUser, updateCard, updateUser } from "./rows";

/** An invited user becomes active, under the name they chose for themselves and the address they sign in with now. */
export async function accept(
  db: Database,
  { accountId, id }: { accountId: string; id: string },
  name: string | undefined,
  now: Date,
): Promise<ObjectRef> {
  const user = await findUser({ db, me: { kind: "system", accountId }, input: { userId: id } });
  if (user.status !== "invited") throw new Failure("link_dead");
  await updateUser(db, user.row, { status: "active", acceptedAt: now });
  const email = await emailOf(db, user.row.personId);
  if (name || email !== user.email) await updateCard(db, user, { name, email });
  return { kind: "user", id, name: name ?? user.name };
}
