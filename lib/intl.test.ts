import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, onTestFinished, test } from "vitest";

import { clock, dayHeading, inFull, inWords, onDay, toTheSecond } from "@/components/time/moment";
import { dateFormat } from "./intl";

/** Counts how often the platform makes a formatter of a kind, from now on. */
function counted(kind: "DateTimeFormat" | "RelativeTimeFormat"): () => number {
  const Original = Intl[kind] as new (...args: unknown[]) => object;
  let made = 0;
  class Counted extends Original {
    constructor(...args: unknown[]) {
      super(...args);
      made += 1;
    }
  }
  Object.defineProperty(Intl, kind, { value: Counted, configurable: true, writable: true });
  onTestFinished(() => {
    Object.defineProperty(Intl, kind, { value: Original, configurable: true, writable: true });
  });
  return () => made;
}

test("ten thousand cells of a table share a handful of formatters", () => {
  const [dates, relative] = [counted("DateTimeFormat"), counted("RelativeTimeFormat")];
  const now = new Date("2026-11-30T12:00:00Z");
  for (const zone of ["Europe/Vienna", "Asia/Tokyo"]) {
    const reader = { locale: "de-AT", zone };
    for (let cell = 0; cell < 5_000; cell++) {
      const at = new Date(now.getTime() - cell * 61_000);
      for (const show of [clock, dayHeading, inFull, toTheSecond]) show(at, reader);
      for (const show of [inWords, onDay]) show(at, reader, now);
    }
  }
  expect(dates()).toBeLessThan(20);
  expect(relative()).toBeLessThan(3);
});

test("formatters of ever new kinds do not pile up", () => {
  const first = dateFormat("en", { timeZone: "Europe/Vienna" });
  expect(dateFormat("en", { timeZone: "Europe/Vienna" })).toBe(first);
  for (let n = 0; n < 600; n++) dateFormat(`en-x-a${n}`);
  expect(dateFormat("en", { timeZone: "Europe/Vienna" })).not.toBe(first);
});

test("nothing makes a formatter of its own", () => {
  const own: string[] = [];
  for (const root of ["app", "components", "lib"])
    for (const file of readdirSync(root, { recursive: true, encoding: "utf8" })) {
      if (!/\.tsx?$/.test(file) || /\.test\.tsx?$/.test(file)) continue;
      const path = join(root, file);
      if (path === "lib/intl.ts") continue;
      readFileSync(path, "utf8")
        .split("\n")
        .forEach((line, n) => {
          if (/new Intl\.(?!Locale\()|\.toLocale(Date|Time)?String\(|\.localeCompare\(/.test(line))
            own.push(`${path}:${n + 1}: ${line.trim()}`);
        });
    }
  expect(own, "use lib/intl.ts").toEqual([]);
});
