import fc from "fast-check";
import { expect, test } from "vitest";

import { line } from "./line";
import { sameName } from "./same-name";

test.each([
  ["Zoe O'Neill", "Zoe O’Neill"],
  ["Zoe O'Neill", "Zoe\u00a0O\u02bcNeill"],
  ["Acme - North", "Acme\u2009—\u2009North"],
  ['"Best" Ltd', "“Best” Ltd"],
  [" Mia  Mills ", "Mia Mills"],
  ["Mu\u0308ller", "Müller"],
  ["Adam nimdA", "Adam \u202enimdA"],
  ["Mia", "M\u200bia"],
])("%s is what people see in %s", (typed, shown) => {
  expect(sameName(typed, shown)).toBe(true);
});

test.each([
  ["mia mills", "Mia Mills"],
  ["Mia Mill", "Mia Mills"],
  ["MiaMills", "Mia Mills"],
  ["", "Mia"],
  ["Muller", "Müller"],
])("%s is not what people see in %s", (typed, shown) => {
  expect(sameName(typed, shown)).toBe(false);
});

test("every name that may be given can be typed as shown", () => {
  const Name = line(200, "Give a name.");
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const name = Name.safeParse(text).data;
      if (name !== undefined) expect(sameName(text, name)).toBe(true);
    }),
    { seed: 11, numRuns: 2_000 },
  );
});
