import type { Database } from "@/lib/db/connection";
import { Failure } from "@/lib/gate/failure";
import { findPerson } from "@/lib/people/rows";
import { type Staff, staffOf } from "./rows";

/** The one of the staff behind an address; opens the scope of their person. Refuses with `not_staff`. */
export async function findStaff(
  db: Database,
  email: string,
): Promise<Staff & { personId: string }> {
  const person = await findPerson(db, email);
  const staff = person && (await staffOf(db, person.id));
  if (!staff) throw new Failure("not_staff");
  return { ...staff, personId: person.id };
}
