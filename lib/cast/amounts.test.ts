import { expect, test } from "vitest";

import { day } from "@/lib/clock";
import { amounts, shares } from "./amounts";

const now = new Date("2026-11-01T12:00:00Z");
const wanted = { accounts: 7, users: 400, events: 3_000, seed: 7 };

test("[P25] the same amounts and seed make the same people and events, another seed makes others", () => {
  const once = JSON.stringify([...amounts(wanted, now)]);
  expect(JSON.stringify([...amounts(wanted, now)])).toBe(once);
  expect(JSON.stringify([...amounts({ ...wanted, seed: 8 }, now)])).not.toBe(once);
});

test("there are as many as were asked for, a few large accounts and many small", () => {
  const made = [...amounts(wanted, now)];
  expect(made).toHaveLength(7);
  const sizes = made.map(({ figures }) => figures.length);
  expect(sizes.reduce((all, one) => all + one, 0)).toBe(400);
  expect(made.reduce((all, { happenings }) => all + happenings.length, 0)).toBe(3_000);
  expect(sizes[0]).toBeGreaterThan(4 * sizes.at(-1)!);
  expect(shares(30, 10, 3)).toEqual(Array(10).fill(3));
});

test("everyone has an address of their own at a domain that cannot exist, and each account an owner", () => {
  const made = [...amounts(wanted, now)];
  const emails = made.flatMap(({ figures }) => figures.map(({ email }) => email));
  expect(new Set(emails).size).toBe(emails.length);
  for (const email of emails) expect(email).toMatch(/^[a-z.\d]+@account-\d+-7\.example\.test$/);
  for (const { figures } of made)
    expect(
      figures.filter(({ role, status }) => role === "owner" && status === "active"),
    ).toHaveLength(1);
});

test("nobody acts before they came, after they left, or later than now", () => {
  for (const { happenings } of amounts(wanted, now)) {
    for (const { at, by, action } of happenings) {
      expect(at.getTime()).toBeLessThanOrEqual(now.getTime());
      if (by === "system" || action === "account.set_up") continue;
      expect(at.getTime()).toBeGreaterThanOrEqual(by.life.acceptedAt!.getTime() - day / 24);
    }
  }
});
