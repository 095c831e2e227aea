import { afterEach, expect, test, vi } from "vitest";

import { inTransaction } from "@/lib/db/connection";
import { testInstallation } from "@/lib/db/testing";
import { forgetKeyStore } from "@/lib/vault/key-place";
import { whatADestroyedKeyMeans } from "./destroyed-key";

const { owner } = testInstallation();
const at = new Date("2026-11-24T12:00:00Z");

afterEach(() => vi.unstubAllEnvs());

async function meaning(place: string, until: string | null = null, backupDir = "/mnt/backup") {
  vi.stubEnv("CASTELLAN_BACKUP_DIR", backupDir);
  await owner("update key_place set place = $1, together_until = $2", [place, until]);
  forgetKeyStore();
  const { says, unreadableFrom } = await inTransaction(whatADestroyedKeyMeans);
  return { says, from: unreadableFrom(at)?.toISOString() };
}

test("[P66] with the data, a destroyed key leaves it encrypted in backups until they expire", async () => {
  expect(await meaning("together")).toEqual({
    says: "In backups it stays encrypted until they expire, 98 days later at the latest.",
    from: "2027-03-02T12:00:00.000Z",
  });
});

test("[P66] apart, nobody reads it in a backup once the copies of its keys have expired", async () => {
  expect(await meaning("apart")).toEqual({
    says: "What old backups still hold of it cannot be read by anyone once the copies of its keys have expired, 7 days later.",
    from: "2026-12-01T12:00:00.000Z",
  });
  vi.stubEnv("CASTELLAN_KEY_RETENTION_DAYS", "1");
  expect((await meaning("apart")).says).toContain(" 1 day later.");
});

test("[P66] backups from before keys were kept apart are not forgotten", async () => {
  const { says, from } = await meaning("apart", "2026-11-20T00:00:00Z");
  expect(says).toMatch(/until they expire, by 2027-02-26\.$/);
  expect(from).toBe("2027-02-26T00:00:00.000Z");
});

test("without backups it is gone at once", async () => {
  expect(await meaning("apart", null, "")).toEqual({
    says: "No backups are made here that could hold it.",
    from: undefined,
  });
});
