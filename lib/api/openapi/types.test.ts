import { expect, test } from "vitest";

import { openApi } from "./document";
import { typesOf } from "./types";

test("lib/client/paths.ts is what the API is now", async () => {
  await expect(typesOf(openApi())).toMatchFileSnapshot(`${process.cwd()}/lib/client/paths.ts`);
});
