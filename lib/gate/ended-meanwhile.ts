import { inTransaction } from "@/lib/db/connection";
import { believe } from "./believe";
import type { Claim } from "./claim";
import { Failure, type FailureCode } from "./failure";

const puzzling: readonly FailureCode[] = [
  "internal",
  "not_found",
  "changed_meanwhile",
  "forbidden",
];

/**
 * What a refusal of support means: where the access ended in the middle of the request, the database showed nothing from
 * then on, and whoever asked is told that and not what came of it.
 */
export async function endedMeanwhile(claim: Claim, failure: Failure): Promise<Failure> {
  if (claim.request.caller?.kind !== "support" || !puzzling.includes(failure.code)) return failure;
  try {
    const me = await inTransaction((db) => believe(db, claim, false, "none"), "read");
    return me.kind === "staff" && me.ended ? new Failure("grant_ended") : failure;
  } catch {
    return failure; // signed out, or the database is away: what was refused stays refused
  }
}
