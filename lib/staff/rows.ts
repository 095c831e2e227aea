import type { Database } from "@/lib/db/connection";
import type { StaffActor, StaffRole } from "@/lib/policy/actor";
import { personVault } from "@/lib/vault/keyring";

const namePlace = (staffId: string) => ({ table: "staff", column: "name", row: staffId });

/** Name and roles of one of the staff whose person is in scope. */
export async function openStaff(
  db: Database,
  personId: string,
  staffId: string,
  name: Buffer,
  roles: string,
): Promise<Pick<StaffActor, "name" | "roles">> {
  return {
    name: (await personVault(db, personId)).open(namePlace(staffId), name),
    roles: roles.split(" ") as StaffRole[],
  };
}
