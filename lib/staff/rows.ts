import { and, eq, isNull, sql } from "drizzle-orm";

import type { Database } from "@/lib/db/connection";
import { newId } from "@/lib/db/id";
import { staff } from "@/lib/db/schema";
import type { StaffActor } from "@/lib/policy/actor";
import { personVault } from "@/lib/vault/keyring";
import type { StaffRole } from "./staff";

/** One of the staff as they are now. */
export type Staff = { id: string; name: string; roles: StaffRole[] };

const namePlace = (staffId: string) => ({ table: "staff", column: "name", row: staffId });

const columns = { id: staff.id, name: staff.name, roles: staff.roles };

/** Whether a person in scope is of the staff; costs the same for everyone. */
export async function isStaff(db: Database, personId: string): Promise<boolean> {
  const rows = await db
    .select({ id: staff.id })
    .from(staff)
    .where(and(eq(staff.personId, personId), isNull(staff.endedAt)));
  return rows.length > 0;
}

/** The one of the staff that a person in scope is; null for everyone else. */
export async function staffOf(db: Database, personId: string): Promise<Staff | null> {
  const [row] = await db
    .select(columns)
    .from(staff)
    .where(and(eq(staff.personId, personId), isNull(staff.endedAt)));
  return row
    ? { id: row.id, ...(await openStaff(db, personId, row.id, row.name, row.roles)) }
    : null;
}

/** Makes a person in scope one of the staff; someone who once was gets their place back. */
export async function writeStaff(
  db: Database,
  personId: string,
  { name, roles }: { name: string; roles: readonly StaffRole[] },
): Promise<string> {
  const [before] = await db
    .select({ id: staff.id })
    .from(staff)
    .where(eq(staff.personId, personId));
  const id = before?.id ?? newId();
  const now = {
    name: (await personVault(db, personId)).seal(namePlace(id), name),
    roles: roles.join(" "),
    createdAt: sql`now()`,
    endedAt: null,
  };
  await db
    .insert(staff)
    .values({ id, personId, ...now })
    .onConflictDoUpdate({ target: staff.personId, set: now });
  return id;
}

/** Writes what changes of one of the staff, whose person is in scope. */
export async function updateStaff(
  db: Database,
  id: string,
  change: { roles: readonly StaffRole[] } | { ended: true },
): Promise<void> {
  await db
    .update(staff)
    .set("roles" in change ? { roles: change.roles.join(" ") } : { endedAt: sql`now()` })
    .where(eq(staff.id, id));
}

/** Name and roles of one of the staff whose person is in scope. */
export async function openStaff(
  db: Database,
  personId: string,
  staffId: string,
  name: Buffer,
  roles: string,
): Promise<Pick<StaffActor, "name" | "roles"> & { roles: StaffRole[] }> {
  return {
    name: (await personVault(db, personId)).open(namePlace(staffId), name),
    roles: roles.split(" ") as StaffRole[],
  };
}
