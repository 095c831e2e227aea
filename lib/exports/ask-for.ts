import type { Database } from "@/lib/db/connection";
import { enqueueExport, enqueueSweep } from "@/lib/jobs/enqueue";
import type { UserActor } from "@/lib/policy/actor";
import { insertExport, type Whose, withdraw } from "./rows";

/** Asks a job for a fresh archive; the older ones are withdrawn, so that there is one at most. */
export async function askFor(
  db: Database,
  whose: Whose,
  me: UserActor,
  requestId: string,
): Promise<{ exportId: string; replaced: number }> {
  const replaced = await withdraw(db, whose);
  if (replaced) await enqueueSweep(db);
  const exportId = await insertExport(db, whose, { requestedBy: me.userId, requestId });
  await enqueueExport(db, { exportId, ...whose });
  return { exportId, replaced };
}
