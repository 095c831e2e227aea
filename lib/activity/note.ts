import type { Database } from "@/lib/db/connection";
import { newId } from "@/lib/db/id";
import { installationLog } from "@/lib/db/schema";
import type { RequestInfo } from "@/lib/gate/claim";
import type { Logged } from "@/lib/gate/command";
import { type Actor, isOfStaff } from "@/lib/policy/actor";
import type { CommandName } from "@/lib/policy/policy";
import { originOf } from "@/lib/sessions/origin";
import { installationVault } from "@/lib/vault/keyring";
import type { EventOutcome } from "./event";
import { type LogDetail, logPlace } from "./log-detail";

/**
 * Writes one line into the log of the installation, in the transaction of what it tells: who of the staff, or the
 * operator, did what. The application can neither change nor delete lines.
 */
export async function note(
  db: Database,
  action: CommandName,
  { me, request }: { me: Actor; request: RequestInfo },
  { logged, by, changes = [], particulars = {} }: Logged,
  outcome: EventOutcome,
  code: string | null = null,
): Promise<void> {
  const actor =
    by ?? (isOfStaff(me) ? { id: me.staffId, name: me.name } : { id: null, name: null });
  const id = newId();
  const detail: LogDetail = {
    actor: actor.name,
    object: logged.name,
    changes,
    particulars,
    outcome,
    code,
    origin: originOf(request),
  };
  await db.insert(installationLog).values({
    id,
    action,
    actorKind: by || isOfStaff(me) ? "staff" : me.kind,
    actorId: actor.id,
    objectId: logged.id,
    requestId: request.id,
    detail: (await installationVault(db, "log")).sealJson(logPlace(id), detail),
  });
}
