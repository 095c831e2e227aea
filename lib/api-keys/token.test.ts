import { expect, test } from "vitest";

import { isKey, newKey } from "./token";

test("a key is recognised by its prefix and checksum, and a mistyped or cut one is told from it", () => {
  const key = newKey();
  expect(key).toMatch(/^castellan_[\w-]{51}$/);
  expect(isKey(key)).toBe(true);
  expect(newKey()).not.toBe(key);
  for (const wrong of [
    key.slice(0, -1),
    `${key}0`,
    key.toUpperCase(),
    key.replace(/.$/, (last) => (last === "0" ? "1" : "0")),
    key.replace(/_(.)/, (_, first: string) => `_${first === "A" ? "B" : "A"}`),
    "",
  ]) {
    expect(isKey(wrong), wrong).toBe(false);
  }
});
