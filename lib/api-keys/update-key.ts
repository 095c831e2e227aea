import { and, eq, sql } from "drizzle-orm";

import type { Database } from "@/lib/db/connection";
import { apiKeys } from "@/lib/db/schema";
import { Failure } from "@/lib/gate/failure";

type Row = typeof apiKeys.$inferSelect;

/** Writes columns of a key as it was found, counting the version on. Refused with `changed_meanwhile`. */
export async function updateKey(
  db: Database,
  row: Pick<Row, "accountId" | "id" | "version">,
  set: Partial<Row>,
): Promise<void> {
  const { rowCount } = await db
    .update(apiKeys)
    .set({ ...set, version: sql`${apiKeys.version} + 1` })
    .where(
      and(
        eq(apiKeys.accountId, row.accountId),
        eq(apiKeys.id, row.id),
        eq(apiKeys.version, row.version),
      ),
    );
  if (rowCount !== 1) throw new Failure("changed_meanwhile");
  row.version += 1;
}
