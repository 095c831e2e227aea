import { expect, test } from "vitest";

import { day, hour } from "@/lib/clock";
import { alarmsAt, type Known, sayAlarm } from "./alarms";

const now = new Date("2026-06-01T03:00:00Z");
const ago = (ms: number) => new Date(now.getTime() - ms);

const good: Known = {
  whole: [
    { label: "i", kind: "increment", endedAt: ago(25 * hour) },
    { label: "f", kind: "full", endedAt: ago(7.5 * day) },
  ],
  first: ago(7.6 * day),
  failedAt: null,
  drill: { at: ago(3 * day), outcome: "passed" },
  passedAt: ago(3 * day),
  state: {
    checkedAt: ago(hour / 2),
    waiting: 1,
    gap: false,
    keyHere: false,
    sealed: true,
    journalWhole: true,
  },
  disks: { data: { free: 2e9, total: 1e10 }, backups: { free: 6e9, total: 1e12 } },
  keys: {
    sets: 7,
    newest: ago(25 * hour),
    oldest: ago(7.1 * day),
    waiting: 1,
    keptFor: 7 * day,
  },
};
const keys = (change: Partial<NonNullable<Known["keys"]>>) => ({
  keys: { ...good.keys!, ...change },
});
const state = (change: Partial<NonNullable<Known["state"]>>) => ({
  state: { ...good.state!, ...change },
});

const disks = (change: Partial<Known["disks"]>) => ({ disks: { ...good.disks, ...change } });

test("good backups raise no alarm", () => expect(alarmsAt(good, now)).toEqual([]));
test("keys that are with the data need no copies", () =>
  expect(alarmsAt({ ...good, keys: null }, now)).toEqual([]));

test.each<[string, Partial<Known>, string]>([
  ["nothing was ever made", { whole: [], first: null }, "none"],
  [
    "27 hours without a cut",
    { whole: [{ ...good.whole[0]!, endedAt: ago(27 * hour) }, good.whole[1]!] },
    "increment_overdue",
  ],
  [
    "nine days without a full",
    { whole: [good.whole[0]!, { ...good.whole[1]!, endedAt: ago(9 * day) }] },
    "full_overdue",
  ],
  ["the last one failed", { failedAt: ago(hour) }, "failed"],
  ["a piece of the log is missing", state({ gap: true }), "gap"],
  ["the log piles up", state({ waiting: 100 }), "waiting"],
  ["nobody looks", state({ checkedAt: ago(2 * hour) }), "unwatched"],
  ["not encrypted", state({ sealed: false }), "unsealed"],
  [
    "kept too long",
    { whole: [...good.whole, { label: "o", kind: "full", endedAt: ago(101 * day) }] },
    "kept_too_long",
  ],
  ["kept too short", { first: ago(200 * day) }, "kept_too_short"],
  ["the drill failed", { drill: { at: ago(hour), outcome: "failed" } }, "drill_failed"],
  ["no drill for forty days", { passedAt: ago(40 * day) }, "drill_overdue"],
  ["the key still lies here", state({ keyHere: true }), "key_here"],
  ["the journal lost something", state({ journalWhole: false }), "journal"],
  ["no keys were copied", keys({ sets: 0, newest: null, oldest: null }), "keys_none"],
  ["keys were copied two days ago", keys({ newest: ago(2 * day) }), "keys_overdue"],
  ["the backup directory is not there", disks({ backups: null }), "directory"],
  ["the backup disk fills", disks({ backups: { free: 1e9, total: 1e12 } }), "backup_disk_low"],
  ["the data disk fills", disks({ data: { free: 1e8, total: 1e10 } }), "data_disk_low"],
  ["keys pile up", keys({ waiting: 100 }), "keys_waiting"],
  ["copies of keys are kept too long", keys({ oldest: ago(8.1 * day) }), "keys_kept_too_long"],
])("%s: the alarm says what to do", (_, change, kind) => {
  const alarms = alarmsAt({ ...good, ...change }, now);
  expect(alarms).toContain(kind);
  expect(alarms.map(sayAlarm).every((says) => /\. \w|:/.test(says))).toBe(true);
});
