import { describe, expect, test } from "vitest";

import { day } from "@/lib/clock";
import { chainsOf, expiredChains, keptTooLong, keptTooShort } from "./retention";

const now = new Date("2026-06-01T03:00:00Z");
const ago = (days: number) => new Date(now.getTime() - days * day);
const weekly = (count: number) =>
  Array.from({ length: count }, (_, n) => ({
    label: `full ${n * 7} days ago`,
    endedAt: ago(n * 7),
  }));

describe("[P69] three months, no more and no less", () => {
  test("a full is kept as long as anything younger than three months stands on it", () => {
    const gone = expiredChains(chainsOf(weekly(20), null), now).map(({ label }) => label);
    // the one of 98 days ago carried the days from 98 to 91 days ago
    expect(gone).toEqual([133, 126, 119, 112, 105, 98].map((days) => `full ${days} days ago`));
    expect(expiredChains(chainsOf(weekly(14), null), now)).toEqual([]);
  });

  test("the newest full is never dropped, however old", () => {
    expect(expiredChains(chainsOf([{ label: "only", endedAt: ago(400) }], null), now)).toEqual([]);
  });

  test("what is left of a database that is gone expires too", () => {
    const left = chainsOf([{ label: "only", endedAt: ago(400) }], ago(92));
    expect(expiredChains(left, now)).toHaveLength(1);
    expect(expiredChains(chainsOf([{ label: "only", endedAt: ago(400) }], ago(90)), now)).toEqual(
      [],
    );
  });

  test("older than three months, a week and a day is too long", () => {
    expect(keptTooLong(ago(98), now)).toBe(false);
    expect(keptTooLong(ago(100), now)).toBe(true);
  });

  test("younger than three months is too short, unless there were none before", () => {
    expect(keptTooShort(ago(60), ago(200), now)).toBe(true);
    expect(keptTooShort(ago(92), ago(200), now)).toBe(false);
    expect(keptTooShort(ago(60), ago(60), now)).toBe(false);
  });
});
