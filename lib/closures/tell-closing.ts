import type { Database } from "@/lib/db/connection";
import type { RequestInfo } from "@/lib/gate/claim";
import { address } from "@/lib/mail/addresses";
import { letters } from "@/lib/mail/letters";
import { closureOf } from "./rows";
import { tellOwners } from "./tell-owners";

/** Tells all owners that their account is being closed, by whom, until when it can come back, or that one of them has to confirm. */
export async function tellClosing(
  db: Database,
  account: { id: string; name: string },
  by: string,
  request: RequestInfo,
): Promise<void> {
  const closure = await closureOf(db, account.id);
  const until = closure?.coolingEndsAt?.toISOString().slice(0, 10) ?? null;
  const facts = { account: account.name, by, until, url: address.account() };
  const text = letters.accountClosing(facts);
  await tellOwners(db, account.id, { kind: "accountClosing", text, request });
}
