import type { z } from "zod";

import type { Database } from "@/lib/db/connection";
import type { Actor } from "@/lib/policy/actor";
import type { QueryName } from "@/lib/policy/policy";
import type { Target } from "./command";
import type { FailureCode } from "./failure";

export type Looking<Input, Found> = { db: Database; me: Actor; input: Input; target: Found };

export type Query<Schema extends z.ZodType, Value, Found extends Target | null = Target | null> = {
  name: QueryName;
  input: Schema;
  /** what it answers with */
  output: z.ZodType<Value>;
  /** the codes of its own, see `refusals.ts` */
  refuses: readonly FailureCode[];
  find: ((looking: Omit<Looking<z.output<Schema>, undefined>, "target">) => Promise<Found>) | null;
  run: (looking: Looking<z.output<Schema>, Found>) => Promise<Value>;
};

/**
 * Declares a question. Like a verb, it cannot be asked without a line in the policy; it says what it answers with, and
 * with which codes of its own it refuses.
 */
export function query<Schema extends z.ZodType, Value, Found extends Target | null = null>(
  name: QueryName,
  spec: {
    input: Schema;
    output: z.ZodType<Value>;
    refuses: readonly FailureCode[];
    target?: Query<Schema, Value, Found>["find"];
    run: (looking: Looking<z.output<Schema>, Found>) => Promise<NoInfer<Value>>;
  },
): Query<Schema, Value, Found> {
  return {
    name,
    input: spec.input,
    output: spec.output,
    refuses: spec.refuses,
    find: spec.target ?? null,
    run: spec.run,
  };
}

// oxlint-disable-next-line typescript/no-explicit-any -- a list of questions holds questions of every shape
export type AnyQuery = Query<any, any, any>;
