import { expect, test } from "vitest";

import { nextSegment, newestOf, unbroken } from "./log-segments";

const size = 16 * 1024 * 1024;

test("a segment is followed by the next, across files of the log", () => {
  expect(nextSegment("000000010000000000000009", size)).toBe("00000001000000000000000A");
  expect(nextSegment("0000000100000000000000FF", size)).toBe("000000010000000100000000");
  expect(nextSegment("00000001000000000000003F", 64 * 1024 * 1024)).toBe(
    "000000010000000100000000",
  );
});

test("a gap is found, and named", () => {
  const names = [2, 3, 5].map((n) => `00000001000000000000000${n}`);
  const [from, last] = [names[0]!, names[2]!];
  expect(unbroken(names, from, names[1]!, size)).toEqual(names.slice(0, 2));
  expect(() => unbroken(names, from, last, size)).toThrow("000000010000000000000004");
  expect(newestOf([...names, "000000020000000000000009"], 1)).toBe(last);
});
