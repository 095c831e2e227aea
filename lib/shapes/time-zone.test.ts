import { expect, test } from "vitest";

import { TimeZone, timeZones } from "./time-zone";

const taken = (zone: string) => TimeZone.safeParse(zone).data ?? null;

test("every zone of the list is kept as it is, in any case, and UTC and Kyiv are among them", () => {
  const all = timeZones();
  expect(all.length).toBeGreaterThan(400);
  expect(all).toEqual(expect.arrayContaining(["UTC", "Europe/Kyiv", "Asia/Kolkata"]));
  for (const zone of all) {
    expect.soft(taken(zone)).toBe(zone);
    expect.soft(taken(zone.toLowerCase())).toBe(zone);
  }
});

test("everything the platform knows has one name, which is in the list", () => {
  const all = new Set(timeZones());
  for (const zone of Intl.supportedValuesOf("timeZone"))
    expect.soft(all.has(taken(zone)!), zone).toBe(true);
});

test.each([
  ["europe/vienna", "Europe/Vienna"],
  ["Europe/Kiev", "Europe/Kyiv"],
  ["Asia/Calcutta", "Asia/Kolkata"],
  ["US/Pacific", "America/Los_Angeles"],
  ["Etc/UTC", "UTC"],
  ["gmt", "UTC"],
])("%s is kept as %s", (alias, zone) => {
  expect(taken(alias)).toBe(zone);
});

test.each(["", "Mars/Olympus", "+05:00", "-03", "+0530", "Europe", "Europe/Vienna; drop"])(
  "“%s” is no zone",
  (zone) => {
    expect(taken(zone)).toBeNull();
  },
);
