import { accountName } from "@/lib/accounts/rows";
import type { Database } from "@/lib/db/connection";
import type { TargetThing } from "@/lib/gate/command";
import { Failure } from "@/lib/gate/failure";
import type { Actor } from "@/lib/policy/actor";
import { accountOf } from "@/lib/policy/scope";
import { type ExportRecord, findExport } from "./rows";

type Asked = { db: Database; me: Actor; input: { exportId: string } };

/** An archive, told of as what it was made of: the account, or the user whose copy it is. */
export type FoundExport = TargetThing & { row: ExportRecord; expired: boolean };

/** A take-out archive of the actor's account. */
export async function findArchive({ db, me, input }: Asked): Promise<FoundExport> {
  const id = accountOf(me);
  const found = await findExport(db, { accountId: id, personId: null }, input.exportId);
  if (!found) throw new Failure("not_found");
  return { kind: "account", id, name: await accountName(db, id), holder: null, ...found };
}

/** A copy of the actor's own data. */
export async function findCopy({ db, me, input }: Asked): Promise<FoundExport> {
  if (me.kind !== "user")
    throw new Failure(me.kind === "key" || me.kind === "staff" ? "forbidden" : "unauthenticated");
  const found = await findExport(db, { accountId: null, personId: me.personId }, input.exportId);
  if (!found) throw new Failure("not_found");
  return { kind: "user", id: me.userId, name: me.name, holder: null, ...found };
}
