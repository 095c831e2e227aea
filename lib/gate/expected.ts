import { codeOf, constraintOf, isUnavailable } from "@/lib/db/connection";
import type { Invariant, Target } from "./command";
import { Failure } from "./failure";

/** What an error means to the one who asked: a refusal with a way out, or `internal` for a bug of ours. */
export function expected(
  upholds: readonly Invariant[],
  error: unknown,
  target: Target | null = null,
): Failure {
  if (error instanceof Failure) return error;
  const kept = upholds.find((invariant) => invariant.constraint === constraintOf(error));
  if (kept) return kept.refuse(target);
  const code = codeOf(error) ?? "";
  if (["40001", "40P01", "55P03", "23505"].includes(code)) return new Failure("changed_meanwhile");
  if (isUnavailable(error)) return new Failure("unavailable", { retryAfter: 5 });
  return new Failure("internal");
}
