import type { Database } from "@/lib/db/connection";
import { newId } from "@/lib/db/id";
import { ledger } from "@/lib/db/schema";
import { call } from "@/lib/db/scope";
import { type Actor, actorIdOf } from "@/lib/policy/actor";
import { everyCopy } from "./catalogue";
import type { Gone } from "./copy";

/**
 * Destroys, for something of the account in scope that is permanently deleted, all activity about it and every copy in the catalogue, and
 * leaves one line without content in the account's ledger (P35). The thing itself is deleted by its verb afterwards.
 *
 * @returns how many entries of the activity were destroyed
 */
export async function destroyWithCopies(
  db: Database,
  gone: Gone,
  me: Actor,
  requestId: string,
): Promise<number> {
  const [row] = await call<{ destroy_activity: number }>(db, "destroy_activity", gone.id);
  const destroyed = row?.destroy_activity ?? 0;
  for (const { withdraw } of everyCopy) await withdraw?.(db, gone);
  const { accountId, kind } = gone;
  await db.insert(ledger).values({
    ...{ accountId, id: newId(), kind, destroyed, requestId },
    ...{ actorKind: me.kind, actorId: actorIdOf(me) },
  });
  return destroyed;
}
