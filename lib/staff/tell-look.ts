import { eq } from "drizzle-orm";

import { accountName } from "@/lib/accounts/rows";
import type { Database } from "@/lib/db/connection";
import { accounts } from "@/lib/db/schema";
import { enterScope } from "@/lib/db/scope";
import type { Left } from "@/lib/gate/command";
import { Failure } from "@/lib/gate/failure";

/**
 * What a look leaves behind: a line in the activity of the account looked at, and one in the log of the installation, in
 * the transaction of the look (P39). The account's scope is opened only now, after the look, to seal the line with the
 * account's own key. Refuses with `not_found` where there is no such account.
 */
export async function tellLook(
  db: Database,
  accountId: string,
  particulars: { reason: string } & Record<string, unknown>,
): Promise<Left[]> {
  await enterScope(db, accountId);
  const [account] = await db
    .select({ id: accounts.id })
    .from(accounts)
    .where(eq(accounts.id, accountId));
  if (!account) throw new Failure("not_found");
  const object = {
    kind: "account",
    id: accountId,
    name: await accountName(db, accountId),
  } as const;
  return [
    { accountId, object, particulars },
    { logged: { id: accountId, name: null }, particulars },
  ];
}
