import { operatorClaim } from "@/lib/gate/claim";
import { execute } from "@/lib/gate/execute";
import { setRetention } from "@/lib/traffic/set-retention";
import { valueOf } from "./refused";

/** Sets for how long calls and deliveries are kept (P36, P37). */
export async function retention({ days }: { days: string }): Promise<string[]> {
  valueOf(await execute(setRetention, operatorClaim(null), { days }));
  return [
    `Calls and deliveries are kept for ${days} days. What is older goes at the next clean-up, at night.`,
  ];
}
