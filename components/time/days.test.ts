import { expect, test } from "vitest";

import { dayAfter, dayOf, isDay, startOfDay } from "./days";

test.each([
  ["2026-11-21", "UTC", "2026-11-21T00:00:00.000Z"],
  ["2026-11-21", "Europe/Berlin", "2026-11-20T23:00:00.000Z"],
  ["2026-07-01", "Europe/Berlin", "2026-06-30T22:00:00.000Z"],
  ["2026-03-29", "Europe/Berlin", "2026-03-28T23:00:00.000Z"],
  ["2026-03-30", "Europe/Berlin", "2026-03-29T22:00:00.000Z"],
  ["2026-11-21", "Pacific/Auckland", "2026-11-20T11:00:00.000Z"],
  ["2026-11-21", "America/Los_Angeles", "2026-11-21T08:00:00.000Z"],
])("the day %s starts in %s at %s", (day, zone, instant) => {
  expect(startOfDay(day, zone).toISOString()).toBe(instant);
  expect(dayOf(new Date(instant), zone)).toBe(day);
  expect(dayOf(new Date(Date.parse(instant) - 1), zone)).not.toBe(day);
});

test("the day after crosses months, and nonsense is no day", () => {
  expect(dayAfter("2026-12-31")).toBe("2027-01-01");
  expect([isDay("2026-02-30"), isDay("2026-13-01"), isDay("tomorrow"), isDay(null)]).toEqual([
    false,
    false,
    false,
    false,
  ]);
});
