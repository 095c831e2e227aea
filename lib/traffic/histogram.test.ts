import { expect, test } from "vitest";

import { chance } from "@/lib/cast/chance";
import { addTo, emptyHistogram, percentile, stepOf } from "./histogram";

test("a percentile is at most 9.1 % off, over every duration there is, also of two histograms added up", () => {
  const { between } = chance(7);
  const durations = Array.from({ length: 20_000 }, () => Math.round(64 * 2 ** between(0, 19.9)));
  const halves = [emptyHistogram(), emptyHistogram()] as const;
  durations.forEach((one, index) => (halves[index % 2 ? 1 : 0][stepOf(one)]! += 1));
  const sum = emptyHistogram();
  for (const half of halves) addTo(sum, half);
  const sorted = durations.toSorted((a, b) => a - b);
  for (const share of [0.01, 0.5, 0.9, 0.95, 0.99, 1]) {
    const exact = sorted[Math.ceil(sorted.length * share) - 1]!;
    expect(Math.abs(percentile(sum, share)! / exact - 1), `${share}`).toBeLessThan(0.091);
  }
});

test("nothing has no percentile, and the shortest and longest have a step", () => {
  expect(percentile(emptyHistogram(), 0.5)).toBeNull();
  expect(stepOf(0)).toBe(0);
  expect(stepOf(3_600_000_000)).toBe(79);
});
