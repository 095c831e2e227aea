import type { Database } from "@/lib/db/connection";
import type { Logged } from "@/lib/gate/command";
import { staffOf } from "./rows";

/** What a person in scope did to themselves, for the log of the installation where they are of the staff. */
export async function loggedFor(
  db: Database,
  personId: string,
  what: Pick<Logged, "changes" | "particulars"> = {},
): Promise<Logged[]> {
  const staff = await staffOf(db, personId);
  if (!staff) return [];
  const one = { id: staff.id, name: staff.name };
  return [{ logged: one, by: one, ...what }];
}
