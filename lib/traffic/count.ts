import type { Database } from "@/lib/db/connection";
import { addRollups, type Counted, rollUp } from "./rollup";

/**
 * Adds attempts to deliver webhooks to the sums of the account in scope, in the transaction that stores them, so that
 * sums and rows never differ (P38).
 */
export async function countAttempts(
  db: Database,
  accountId: string,
  attempts: readonly Omit<Counted, "kind">[],
): Promise<void> {
  const counted = attempts.map((one) => ({ ...one, kind: "webhook" as const }));
  await db.$client.query(addRollups, [accountId, JSON.stringify(rollUp(counted))]);
}
