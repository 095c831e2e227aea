import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";

import { routes } from "@/lib/api/routes";
import { Failure } from "./failure";
import { LONGEST_NAME, MOST_PROBLEMS, parse } from "./parse";

const problems = (schema: z.ZodType, input: unknown): Record<string, string> => {
  try {
    parse(schema, input);
    return {};
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return error.extra.fields!;
  }
};

const inputs: [string, z.ZodType][] = Object.entries(routes).flatMap(([path, methods]) =>
  Object.entries(methods).flatMap(([method, route]) => {
    const taken = "command" in route && route.takes ? [route.takes as z.ZodType] : [];
    const own = ("command" in route ? route.command.input : route.query.input) as z.ZodType;
    return [own, ...taken].map((schema): [string, z.ZodType] => [`${method} ${path}`, schema]);
  }),
);

/** How the validator itself speaks. */
const raw =
  /^(Invalid|Too (big|small)|Unrecognized)|expected|received|\b(NaN|undefined|regex|pattern|zod)\b/i;

const nonsense = fc.oneof(
  { depthSize: "small" },
  fc.constantFrom("", "9999", 9999, -1, 0.5, null, true, [], {}, ["x"], "x".repeat(5_000)),
  fc.jsonValue(),
);

describe("what is wrong with an input is told in words", () => {
  test.each(inputs)("%s", (_name, schema) => {
    const names = "shape" in schema ? Object.keys(schema.shape as object) : [];
    const fields = fc.oneof(
      fc.record(Object.fromEntries(names.map((name) => [name, nonsense])), { requiredKeys: [] }),
      nonsense,
    );
    fc.assert(
      fc.property(fields, (input) => {
        for (const says of Object.values(problems(schema, input))) {
          expect(says).not.toMatch(raw);
          expect(says).toMatch(/[.?]$/);
        }
      }),
      { numRuns: 40 },
    );
  });

  test("a limit is told with its number", () => {
    const schema = z.strictObject({ limit: z.coerce.number().int().min(1).max(100) });
    expect(problems(schema, { limit: "9999" })).toEqual({
      limit: "Send a number that is at most 100.",
    });
    expect(problems(z.object({ q: z.string().max(3) }), { q: "long" })).toEqual({
      q: "Send at most 3 characters.",
    });
  });
});

test("twenty thousand unknown fields with long names make a short answer", () => {
  const input = Object.fromEntries(
    Array.from({ length: 20_000 }, (_, n) => [`${n}`.padEnd(1_000, "x"), n]),
  );
  const told = problems(z.strictObject({}), input);
  expect(Object.keys(told)).toHaveLength(MOST_PROBLEMS + 1);
  for (const name of Object.keys(told)) expect(name.length).toBeLessThanOrEqual(LONGEST_NAME + 1);
  expect(JSON.stringify(told).length).toBeLessThan(4_000);
});
