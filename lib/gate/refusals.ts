import type { AnyCommand } from "./command";
import { proven } from "@/lib/policy/proof";
import type { FailureCode } from "./failure";
import type { AnyQuery } from "./query";

/** What everything may refuse with, whatever it does. */
export const alwaysRefused: readonly FailureCode[] = [
  "invalid",
  "unauthenticated",
  "key_refused",
  "key_wrong_network",
  "forbidden",
  "grant_ended",
  "too_many",
  "busy",
  "unavailable",
  "internal",
];

/** What entry points ask for, beside the verb: our own pages, a version that was looked at, one change and no more. */
const askedFor: readonly FailureCode[] = [
  "wrong_origin",
  "page_of_another",
  "changed_since",
  "idempotency_in_progress",
  "idempotency_answer_destroyed",
];

/** Every code a verb or a question may refuse with: the reference lists exactly these. */
export function refusalsOf(of: AnyCommand | AnyQuery): FailureCode[] {
  return [
    ...new Set([
      ...alwaysRefused,
      ...(of.find ? (["not_found"] as const) : []),
      ...(proven.includes(of.name) ? (["wrong_password", "step_up_required"] as const) : []),
      ...("upholds" in of
        ? ["changed_meanwhile" as const, ...of.upholds.map(({ refuses }) => refuses)]
        : []),
      ...of.refuses,
    ]),
  ];
}

/** In tests, a refusal that the reference does not tell of is a mistake in the declaration, and ends there. */
export function insistOnDeclared(of: AnyCommand | AnyQuery, code: FailureCode): void {
  if (!process.env.VITEST) return;
  if (![...refusalsOf(of), ...askedFor].includes(code)) {
    throw new Error(`${of.name} refused with ${code}, which it does not declare`);
  }
}
