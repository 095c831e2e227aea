import { addressBlock, within } from "@/lib/limits/limits";
import type { Claim } from "./claim";
import { Failure } from "./failure";

/**
 * A key that was refused counts against the address block it came from; past the limit the answer is to wait. Whether
 * the key was unknown, mistyped, expired or revoked makes no difference, and right keys are never slowed.
 */
export async function countWrongKey(failure: Failure, claim: Claim): Promise<Failure> {
  if (claim.kind !== "key" || failure.code !== "key_refused") return failure;
  try {
    const block = addressBlock(claim.request.ip);
    const { ok, retryAfter } = await within("wrong key from an address block", block);
    return ok ? failure : new Failure("too_many", { retryAfter });
  } catch {
    return failure; // the key is refused either way
  }
}
