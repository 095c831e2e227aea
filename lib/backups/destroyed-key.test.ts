import { afterEach, expect, test, vi } from "vitest";

import { whatADestroyedKeyMeans } from "./destroyed-key";

afterEach(() => vi.unstubAllEnvs());
const at = new Date("2026-11-24T12:00:00Z");

test("[P66] beside the data, a destroyed key leaves it encrypted in backups until they expire", () => {
  vi.stubEnv("CASTELLAN_BACKUP_DIR", "/mnt/backup");
  const { says, unreadableFrom } = whatADestroyedKeyMeans();
  expect(says).toBe(
    "In backups it stays encrypted until they expire, 98 days later at the latest.",
  );
  expect(unreadableFrom(at)).toEqual(new Date("2027-03-02T12:00:00Z"));
});

test("without backups it is gone at once", () => {
  vi.stubEnv("CASTELLAN_BACKUP_DIR", "");
  const { says, unreadableFrom } = whatADestroyedKeyMeans();
  expect(says).toBe("No backups are made here that could hold it.");
  expect(unreadableFrom(at)).toBeNull();
});
