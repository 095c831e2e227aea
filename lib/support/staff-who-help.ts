import type { Database } from "@/lib/db/connection";
import { call, enterScope } from "@/lib/db/scope";
import type { UserActor } from "@/lib/policy/actor";
import { openStaff } from "@/lib/staff/rows";

type Row = { id: string; person_id: string; name: Buffer; roles: string };

/** The staff who may be let into accounts, by name. Leaves the scope as the one who asks has it. */
export async function staffWhoHelp(db: Database, me: UserActor) {
  const found: { id: string; personId: string; name: string }[] = [];
  for (const { id, person_id: personId, name, roles } of await call<Row>(db, "support_staff")) {
    await enterScope(db, null, personId);
    found.push({ id, personId, name: (await openStaff(db, personId, id, name, roles)).name });
  }
  await enterScope(db, me.accountId, me.personId);
  return found;
}
