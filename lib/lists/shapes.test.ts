import { expect, test } from "vitest";
import { z } from "zod";

import { period, troubleOfPeriod } from "./shapes";

const asked = (from?: string, to?: string) => z.strictObject(period).parse({ from, to });

test("the last day of a period counts whole; an instant is where it ends", () => {
  expect(asked("2026-11-30", "2026-11-30")).toEqual({
    from: new Date("2026-11-30T00:00:00Z"),
    to: new Date("2026-12-01T00:00:00Z"),
  });
  expect(asked(undefined, "2026-11-30T12:00:00+01:00").to).toEqual(
    new Date("2026-11-30T11:00:00Z"),
  );
});

test.each([
  ["2026-12-01", "2026-11-30"],
  ["2026-11-30T12:00:00Z", "2026-11-30T12:00:00Z"],
])("from %s to %s is refused with the reason", (from, to) =>
  expect(troubleOfPeriod(asked(from, to))).toEqual({
    to: "The end must be later than the start.",
  }),
);

test.each(["2026-02-30", "yesterday", "0000-01-01"])("%s is no day", (day) =>
  expect(() => asked(day)).toThrow(),
);
