import { operatorClaim } from "@/lib/gate/claim";
import { execute } from "@/lib/gate/execute";
import { setCeiling } from "@/lib/support/set-ceiling";
import { valueOf } from "./refused";

/** Sets for how long accounts can be open to support at most (P50). */
export async function supportCeiling({ minutes }: { minutes: string }): Promise<string[]> {
  valueOf(await execute(setCeiling, operatorClaim(null), { minutes }));
  return [
    `Accounts can be open to support for ${minutes} minutes at most. What is open already keeps its end.`,
  ];
}
