import { Failure, type Outcome } from "@/lib/gate/failure";

/** The value of an outcome at the command line, where a refusal ends the command. */
export function valueOf<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  throw new Failure(outcome.code, { says: outcome.says, fields: outcome.fields });
}
