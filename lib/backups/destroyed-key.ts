import { day } from "@/lib/clock";
import type { Database } from "@/lib/db/connection";
import { keyPlace } from "@/lib/db/schema";
import { readEnv } from "@/lib/env";
import { keyStoreOf } from "@/lib/vault/key-place";
import { FULL_EVERY, KEPT_FOR } from "./backup";

/** The oldest thing in a backup is as old as this. */
const LONGEST = KEPT_FOR + FULL_EVERY;

export type DestroyedKey = {
  /** the sentence for screens, letters and certificates */
  says: string;
  /** when nothing that was sealed with a key destroyed at this moment can be read from any backup; null where no backups are made */
  unreadableFrom: (destroyedAt: Date) => Date | null;
};

/** What it means for old backups that a key is destroyed, as things are kept here. The one place that says so (P66). */
export async function whatADestroyedKeyMeans(db: Database): Promise<DestroyedKey> {
  const { backupDir, keyRetentionDays: days } = readEnv(process.env);
  if (backupDir === null)
    return { says: "No backups are made here that could hold it.", unreadableFrom: () => null };
  const { separate } = await keyStoreOf(db.$client);
  if (!separate)
    return {
      says: "In backups it stays encrypted until they expire, 98 days later at the latest.",
      unreadableFrom: (at) => new Date(at.getTime() + LONGEST),
    };
  const [place] = await db.select({ until: keyPlace.togetherUntil }).from(keyPlace);
  const before = place?.until ? new Date(place.until.getTime() + LONGEST) : null;
  return {
    says: `What old backups still hold of it cannot be read by anyone once the copies of its keys have expired, ${days} ${days === 1 ? "day" : "days"} later${before ? `; backups from before keys were kept apart stay encrypted until they expire, by ${before.toISOString().slice(0, 10)}` : ""}.`,
    unreadableFrom: (at) =>
      new Date(Math.max(at.getTime() + days * day, before?.getTime() ?? -Infinity)),
  };
}
