import { eq } from "drizzle-orm";

import type { Database } from "@/lib/db/connection";
import { persons } from "@/lib/db/schema";
import { call } from "@/lib/db/scope";
import { removeRuns } from "@/lib/exports/file";
import { forgetLimitsOfPerson } from "@/lib/limits/forget";
import { destroyKeys } from "@/lib/vault/key-store";
import { emailOf } from "./rows";

/**
 * Destroys a person in scope who has no place left: their keys, and with their row everything that hangs on it, as sessions, links and
 * letters.
 *
 * @returns the fingerprints of the keys
 */
export async function destroyPerson(db: Database, personId: string): Promise<string[]> {
  await forgetLimitsOfPerson(db, personId, await emailOf(db, personId));
  const copies = await call<{ destroy_loose: string | null }>(db, "destroy_loose");
  await removeRuns(copies.map(({ destroy_loose: run }) => run));
  const keys = await destroyKeys(db, `person:${personId}`);
  await db.delete(persons).where(eq(persons.id, personId));
  return keys;
}
