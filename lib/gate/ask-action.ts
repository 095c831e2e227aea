import "server-only";

import type { z } from "zod";

import { panelClaim } from "./action";
import { ask } from "./ask";
import type { Target } from "./command";
import { Failure, type Outcome, refusal } from "./failure";
import type { Query } from "./query";

/** The panel's entry point to a question that must travel in a POST body, like a link's token. */
export function askAction<Schema extends z.ZodType, Value, Found extends Target | null>(
  query: Query<Schema, Value, Found>,
): (input: unknown) => Promise<Outcome<Value>> {
  return async (input) => {
    const { claim, trusted } = await panelClaim();
    if (!trusted) return refusal(new Failure("wrong_origin"), claim.request.id);
    return ask(query, claim, input);
  };
}
