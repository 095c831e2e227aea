import { and, desc, eq, gte, max, sql, sum } from "drizzle-orm";

import { day } from "@/lib/clock";
import type { Database } from "@/lib/db/connection";
import { apiCalls, trafficRollups } from "@/lib/db/schema";
import type { Origin } from "@/lib/sessions/origin";
import { originPlace } from "@/lib/traffic/line";
import { accountVault } from "@/lib/vault/keyring";
import type { KeyUse } from "./api-key";
import type { KeyRecord } from "./rows";

/** Places are told from the latest calls; opening all of thirty days would take too long. */
const LOOKED_AT = 300;

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
    places: await placesOf(db, accountId, id, since),
  };
}

/** From where and by which programs, the most frequent first. */
async function placesOf(
  db: Database,
  accountId: string,
  keyId: string,
  since: Date,
): Promise<KeyUse["places"]> {
  const calls = await db
    .select({ requestId: apiCalls.requestId, origin: apiCalls.origin })
    .from(apiCalls)
    .where(
      and(eq(apiCalls.accountId, accountId), eq(apiCalls.keyId, keyId), gte(apiCalls.at, since)),
    )
    .orderBy(desc(apiCalls.at), desc(apiCalls.requestId))
    .limit(LOOKED_AT);
  const vault = await accountVault(db, accountId);
  const places = new Map<string, KeyUse["places"][number]>();
  for (const { requestId, origin: sealed } of calls) {
    if (!sealed) continue;
    const { ip, place, browser } = vault.openJson<Origin>(originPlace(requestId), sealed);
    const held = places.get(`${ip} ${browser}`);
    if (held) held.calls += 1;
    else places.set(`${ip} ${browser}`, { ip, place, program: browser, calls: 1 });
  }
  return [...places.values()].toSorted((a, b) => b.calls - a.calls).slice(0, 20);
}
