import type { Database } from "@/lib/db/connection";
import { Failure } from "@/lib/gate/failure";
import type { ObjectRef } from "@/lib/gate/command";
import { findUser, updateCard, updateUser } from "./rows";

/** An invited user becomes active, under the name they chose for themselves. */
export async function accept(
  db: Database,
  { accountId, id }: { accountId: string; id: string },
  name: string | undefined,
  now: Date,
): Promise<ObjectRef> {
  const user = await findUser({ db, me: { kind: "system", accountId }, input: { userId: id } });
  if (user.status !== "invited") throw new Failure("link_dead");
  await updateUser(db, user.row, { status: "active", acceptedAt: now });
  if (name) await updateCard(db, user, { name });
  return { kind: "user", id, name: name ?? user.name };
}
