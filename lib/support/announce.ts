import { and, eq } from "drizzle-orm";

import type { Database } from "@/lib/db/connection";
import { supportGrants } from "@/lib/db/schema";
import { asApplication, enterScope } from "@/lib/db/scope";
import { Failure } from "@/lib/gate/failure";
import { type FoundGrant, readGrants } from "./rows";
import { type Moment, writeToOwners } from "./write-to-owners";

/**
 * Tells the owners of a broken glass in the transaction that breaks it: no job can be late, and what cannot be told does not
 * happen. It is the application that tells; the staff see none of the owners, so nothing is done as one of them after it.
 */
export async function announce(
  db: Database,
  { accountId, grantId }: { accountId: string; grantId: string },
  what: Moment,
  requestId: string,
): Promise<FoundGrant> {
  asApplication(db);
  await enterScope(db, accountId);
  const [row] = await readGrants(
    db,
    and(eq(supportGrants.accountId, accountId), eq(supportGrants.id, grantId)),
    1,
  );
  if (!row) throw new Failure("not_found");
  const target: FoundGrant = {
    ...{ kind: "support_grant", id: row.id, name: row.staff, holder: null },
    row,
  };
  await writeToOwners(db, target, what, requestId);
  return target;
}
