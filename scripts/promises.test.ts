import { expect, test } from "vitest";

import { committedPage, promisesPage } from "./promises.mjs";

test("docs/trust.md tells which promises the tests show", () => {
  expect(committedPage(), "Stale: run `node scripts/promises.mjs`.").toBe(promisesPage());
});
