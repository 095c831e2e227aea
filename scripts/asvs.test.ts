import { expect, test } from "vitest";

import { asvsPage, committedPage } from "./asvs.mjs";

test("docs/asvs.md tells which requirements the tests prove", () => {
  expect(committedPage(), "Stale: run `node scripts/asvs.mjs`.").toBe(asvsPage());
});
