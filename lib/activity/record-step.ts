import type { Database } from "@/lib/db/connection";
import { newId } from "@/lib/db/id";
import { supportLooks } from "@/lib/db/schema";
import type { SupportActor } from "@/lib/policy/actor";
import { accountVault } from "@/lib/vault/keyring";
import { sealStep, type StepDetail } from "./step-detail";

type Step = StepDetail & {
  kind: "look" | "change" | "unmask";
  /** the verb or question */
  action: string;
  object: { kind: string; id: string } | null;
  /** personal fields that stood in clear */
  clear: readonly string[];
  requestId: string;
};

/**
 * Writes one step of support inside an account, in the transaction of what it tells: what was looked at or changed, and
 * which fields stood in clear. Owners replay these; the application can neither change nor delete them (P48).
 */
export async function recordStep(
  db: Database,
  { accountId, grantId }: SupportActor,
  { kind, action, object, clear, requestId, ...detail }: Step,
): Promise<void> {
  const id = newId();
  await db.insert(supportLooks).values({
    ...{ accountId, id, grantId, kind, action, requestId },
    objectKind: object?.kind,
    objectId: object?.id,
    fields: clear.join(" "),
    ...sealStep(await accountVault(db, accountId), id, detail),
  });
}
