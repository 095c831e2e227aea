import type { Database } from "@/lib/db/connection";
import { call, enterScope } from "@/lib/db/scope";
import { openStaff } from "./rows";

type Row = { id: string; person_id: string; name: Buffer; roles: string };

/** What the staff are called, by their ids, also those who have left. Leaves the scope with one of them. */
export async function staffNames(db: Database): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  for (const { id, person_id: personId, name, roles } of await call<Row>(db, "staff_members")) {
    await enterScope(db, null, personId);
    names.set(id, (await openStaff(db, personId, id, name, roles)).name);
  }
  return names;
}
