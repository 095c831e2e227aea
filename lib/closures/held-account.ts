import { eq } from "drizzle-orm";

import { accountName } from "@/lib/accounts/rows";
import type { Database } from "@/lib/db/connection";
import { accounts } from "@/lib/db/schema";
import { asApplication, enterScope } from "@/lib/db/scope";
import type { RequestInfo } from "@/lib/gate/claim";
import type { Left, ObjectRef } from "@/lib/gate/command";
import { Failure } from "@/lib/gate/failure";
import { letters } from "@/lib/mail/letters";
import { tellOwners } from "./tell-owners";

/** The account a hold is about. Its scope is open afterwards; the staff see nothing of it but what the verb writes. */
export async function findHeld(db: Database, accountId: string): Promise<ObjectRef> {
  asApplication(db); // the staff's own role sees no account
  await enterScope(db, accountId);
  const [row] = await db
    .select({ state: accounts.state })
    .from(accounts)
    .where(eq(accounts.id, accountId));
  if (!row || row.state === "purging") throw new Failure("not_found");
  return { kind: "account", id: accountId, name: await accountName(db, accountId) };
}

/** Tells of a hold wherever it is somebody's business: the owners by letter, the account's activity, the installation's log. */
export async function tellHold(
  db: Database,
  account: ObjectRef,
  what: "placed" | "released",
  particulars: { category: "legal" | "evidence"; until: string },
  request: RequestInfo,
): Promise<Left[]> {
  const facts = {
    ...particulars,
    account: account.name,
    what,
    until: particulars.until.slice(0, 10),
  };
  const kind = "holdChanged";
  await tellOwners(db, account.id, { kind, text: letters.holdChanged(facts), request });
  return [
    { accountId: account.id, object: account, particulars },
    { logged: { id: account.id, name: null }, particulars },
  ];
}
