import { operatorClaim } from "@/lib/gate/claim";
import { execute } from "@/lib/gate/execute";
import { setCleanup } from "@/lib/purge/set-cleanup";
import { valueOf } from "./refused";

/** Sets how often accounts that are closed are purged (P64). */
export async function cleanup({ every }: { every: string }): Promise<string[]> {
  const days = every.trim().replace(/d$/i, "");
  valueOf(await execute(setCleanup, operatorClaim(null), { days }));
  return [
    `Accounts that are closed are purged every ${days} days. Owners and staff see the new dates at once.`,
  ];
}
