import fc from "fast-check";
import { expect, test } from "vitest";

import { returnPath } from "./return-path";

const origin = "https://people.example.test";

test.each([
  "//evil.test",
  "/.//evil.test/x",
  "/..//evil.test",
  "/a/..//evil.test",
  "/%2e//evil.test",
  "/%2E%2e//evil.test",
  "/\\evil.test",
  "\\\\evil.test",
  "/\t/evil.test",
  "\t//evil.test",
  "/\n/evil.test",
  "/\r\n\\evil.test",
  "/./\\evil.test",
  "https://evil.test",
  "http://people.example.test/x",
  "https://people.example.test@evil.test",
  "https://people.example.test.evil.test",
  "https://people.example.test:8443/x",
  "javascript:alert(1)",
  "data:text/html,x",
  "///evil.test",
  "/users\0",
  `/${"a".repeat(3_000)}`,
])("[V1.2.2] %j leads to the first page", (given) => {
  expect(returnPath(given, origin)).toBe("/");
});

test.each([
  ["/users?q=mia#top", "/users?q=mia#top"],
  ["/users?next=//evil.test", "/users?next=//evil.test"],
  ["/a/../users", "/users"],
  [`${origin}/activity`, "/activity"],
])("%j leads to %j", (given, path) => {
  expect(returnPath(given, origin)).toBe(path);
});

test("whatever is given, it stays with us, however often it is read", () => {
  const piece = fc.constantFrom(
    ..."/ \\ . .. %2e %2f %5c %09 \t \n \r \0 : @ ? # evil.test people.example.test https: http: javascript: // ; %00 users é".split(
      " ",
    ),
    " ",
    "／",
    "。",
  );
  const hostile = fc.oneof(
    fc.array(piece, { maxLength: 10 }).map((parts) => parts.join("")),
    fc.string({ unit: "binary" }),
    fc.webUrl(),
  );
  fc.assert(
    fc.property(hostile, (given) => {
      const path = returnPath(given, origin);
      expect(path).toMatch(/^\/(?![/\\])/);
      expect(path).not.toMatch(/[\p{Cc}\\]/u);
      expect(new URL(path, origin).origin).toBe(origin);
      expect(returnPath(path, origin)).toBe(path);
    }),
    { numRuns: 2_000 },
  );
});
