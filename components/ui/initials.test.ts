import { expect, test } from "vitest";

import { initialsOf } from "./initials";

test.each([
  ["Mia Mills", "MM"],
  ["ipek ilhan", "II"],
  ["🇦🇹 Wien 👩‍👩‍👧", "🇦🇹👩‍👩‍👧"],
  ["e\u0301mile", "É".normalize("NFD")],
  ["क्षमा", "क्ष"],
  ["Cher", "C"],
  ["", ""],
])("%s has the initials %s", (name, initials) => {
  expect(initialsOf(name)).toBe(initials);
});
