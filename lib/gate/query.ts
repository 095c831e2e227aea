import type { z } from "zod";

import type { Database } from "@/lib/db/connection";
import type { Actor } from "@/lib/policy/actor";
import type { QueryName } from "@/lib/policy/policy";
import type { Target } from "./command";

export type Looking<Input, Found> = { db: Database; me: Actor; input: Input; target: Found };

export type Query<Schema extends z.ZodType, Value, Found extends Target | null = Target | null> = {
  name: QueryName;
  input: Schema;
  find: ((looking: Omit<Looking<z.output<Schema>, undefined>, "target">) => Promise<Found>) | null;
  run: (looking: Looking<z.output<Schema>, Found>) => Promise<Value>;
};

/** Declares a question. Like a verb, it cannot be asked without a line in the policy. */
export function query<Schema extends z.ZodType, Value, Found extends Target | null = null>(
  name: QueryName,
  spec: {
    input: Schema;
    target?: Query<Schema, Value, Found>["find"];
    run: Query<Schema, Value, Found>["run"];
  },
): Query<Schema, Value, Found> {
  return { name, input: spec.input, find: spec.target ?? null, run: spec.run };
}

// oxlint-disable-next-line typescript/no-explicit-any -- a list of questions holds questions of every shape
export type AnyQuery = Query<any, any, any>;
