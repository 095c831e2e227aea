import type { z } from "zod";

import type { Database } from "@/lib/db/connection";
import type { Actor } from "@/lib/policy/actor";
import type { QueryName } from "@/lib/policy/policy";
import type { Target } from "./command";
import type { FailureCode } from "./failure";
import type { Visible } from "./visible";
import type { PersonalField } from "@/lib/support/personal";

export type Looking<Input, Found> = {
  db: Database;
  me: Actor;
  input: Input;
  target: Found;
  /** what a search or an order compares: the value as this actor is shown it */
  visible: Visible;
};

/** Inputs that compare what things hold: words that are searched for, and the column of an order. */
export const comparing = ["q", "sort"] as const;
export type Compared = Partial<Record<(typeof comparing)[number], readonly PersonalField[]>>;

export type Query<Schema extends z.ZodType, Value, Found extends Target | null = Target | null> = {
  name: QueryName;
  input: Schema;
  /** what it answers with */
  output: z.ZodType<Value>;
  /** the codes of its own, see `refusals.ts` */
  refuses: readonly FailureCode[];
  /** the personal fields that each comparing input looks into; the test of masked searches draws from it */
  compares: Compared;
  find:
    | ((
        looking: Omit<Looking<z.output<Schema>, undefined>, "target" | "visible">,
      ) => Promise<Found>)
    | null;
  run: (looking: Looking<z.output<Schema>, Found>) => Promise<Value>;
};

/**
 * Declares a question. Like a verb, it cannot be asked without a line in the policy; it says what it answers with, and
 * with which codes of its own it refuses. A question that searches or sorts says which personal fields it compares
 * (`compares`), and compares them only through `visible`, so that nobody finds out by searching what they are not shown.
 */
export function query<Schema extends z.ZodType, Value, Found extends Target | null = null>(
  name: QueryName,
  spec: {
    input: Schema;
    output: z.ZodType<Value>;
    refuses: readonly FailureCode[];
    compares?: Compared;
    target?: Query<Schema, Value, Found>["find"];
    run: (looking: Looking<z.output<Schema>, Found>) => Promise<NoInfer<Value>>;
  },
): Query<Schema, Value, Found> {
  const compares = spec.compares ?? {};
  const undeclared = comparing.find((one) => takes(spec.input, one) && !compares[one]);
  if (undeclared) throw new Error(`${name} takes ${undeclared} but does not say what it compares`);
  return {
    name,
    input: spec.input,
    output: spec.output,
    refuses: spec.refuses,
    compares,
    find: spec.target ?? null,
    run: spec.run,
  };
}

const takes = (schema: z.ZodType, name: string): boolean =>
  "shape" in schema && name in (schema.shape as object);

// oxlint-disable-next-line typescript/no-explicit-any -- a list of questions holds questions of every shape
export type AnyQuery = Query<any, any, any>;
