import { and, desc, eq, gte, max, sql, sum } from "drizzle-orm";

import { day } from "@/lib/clock";
import type { Database } from "@/lib/db/connection";
import { trafficRollups } from "@/lib/db/schema";
import type { KeyUse } from "./api-key";
import type { KeyRecord } from "./rows";

/** What a key did in the last thirty days: counted from the hours of its calls. */
export async function useOf(db: Database, { accountId, id }: KeyRecord): Promise<KeyUse> {
  const { rows: clock } = await db.$client.query<{ now: Date }>("select now() as now");
  const since = new Date(clock[0]!.now.getTime() - 30 * day);
  const operations = await db
    .select({
      operation: trafficRollups.operation,
      calls: sum(trafficRollups.calls).mapWith(Number),
      lastAt: max(trafficRollups.at),
    })
    .from(trafficRollups)
    .where(
      and(
        eq(trafficRollups.accountId, accountId),
        eq(trafficRollups.kind, "call"),
        eq(trafficRollups.span, 3600),
        eq(trafficRollups.subjectId, id),
        gte(trafficRollups.at, since),
      ),
    )
    .groupBy(trafficRollups.operation)
    .orderBy(desc(sql`2`), trafficRollups.operation)
    .limit(100);
  return {
    since: since.toISOString(),
    calls: operations.reduce((all, { calls }) => all + calls, 0),
    operations: operations.map(({ operation, calls, lastAt }) => ({
      operation,
      calls,
      lastAt: lastAt!.toISOString(),
    })),
    places: [],
  };
}
