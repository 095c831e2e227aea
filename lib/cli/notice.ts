import { operatorClaim } from "@/lib/gate/claim";
import { execute } from "@/lib/gate/execute";
import { setNotice } from "@/lib/processors/set-notice";
import { valueOf } from "./refused";

/** Sets how many days owners have to object to a change of processors (P46). */
export async function notice({ days }: { days: string }): Promise<string[]> {
  valueOf(await execute(setNotice, operatorClaim(null), { days }));
  return [
    `Owners have ${days} days to object to changes of processors that are announced from now on.`,
  ];
}
