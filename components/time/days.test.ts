import { expect, test } from "vitest";

import { dayAfter, dayOf, isDay, startOfDay } from "./days";

test.each([
  ["2026-11-21", "UTC", "2026-11-21T00:00:00.000Z"],
  ["2026-11-21", "Europe/Berlin", "2026-11-20T23:00:00.000Z"],
  ["2026-03-29", "Europe/Berlin", "2026-03-28T23:00:00.000Z"],
  ["2026-11-21", "Pacific/Auckland", "2026-11-20T11:00:00.000Z"],
  // midnight does not exist: the clocks go from 23:59 to 01:00
  ["2026-09-06", "America/Santiago", "2026-09-06T04:00:00.000Z"],
  ["2026-04-24", "Africa/Cairo", "2026-04-23T22:00:00.000Z"],
  // a whole day was left out at the date line
  ["2011-12-31", "Pacific/Apia", "2011-12-30T10:00:00.000Z"],
])("the day %s starts in %s at %s", (day, zone, instant) => {
  expect(startOfDay(day, zone).toISOString()).toBe(instant);
});

const DAY = 86_400_000;

/** The day on the calendar of a zone, as the platform tells it: an oracle of its own. */
const calendars = new Map<string, Intl.DateTimeFormat>();
function shownIn(zone: string, at: number): string {
  let calendar = calendars.get(zone);
  if (!calendar) {
    calendar = new Intl.DateTimeFormat("en-CA", {
      timeZone: zone,
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
    });
    calendars.set(zone, calendar);
  }
  return calendar.format(at);
}

test("in every time zone, each day of three years starts at its very first instant", () => {
  const wrong: string[] = [];
  for (const zone of Intl.supportedValuesOf("timeZone")) {
    for (let at = Date.UTC(2025, 0, 1); at < Date.UTC(2028, 0, 1); at += DAY) {
      const day = new Date(at).toISOString().slice(0, 10);
      const start = startOfDay(day, zone).getTime();
      if (shownIn(zone, start) !== day || shownIn(zone, start - 1) === day)
        wrong.push(`${day} in ${zone}`);
    }
  }
  expect(wrong).toEqual([]);
}, 120_000);

test("an instant belongs to the day whose start it follows", () => {
  for (const zone of ["America/Santiago", "Africa/Cairo", "Europe/Berlin", "Asia/Kathmandu"])
    for (let at = Date.UTC(2026, 0, 1, 4, 30); at < Date.UTC(2027, 0, 1); at += 7 * 3_600_000) {
      const day = dayOf(new Date(at), zone);
      expect(startOfDay(day, zone).getTime()).toBeLessThanOrEqual(at);
      expect(startOfDay(dayAfter(day), zone).getTime()).toBeGreaterThan(at);
    }
});

test("the day after crosses months, and nonsense is no day", () => {
  expect(dayAfter("2026-12-31")).toBe("2027-01-01");
  for (const text of ["2026-02-30", "2026-13-01", "tomorrow", "2026-1-1", "", null])
    expect(isDay(text)).toBe(false);
});
