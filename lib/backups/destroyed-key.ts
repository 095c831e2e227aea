import { readEnv } from "@/lib/env";
import { FULL_EVERY, KEPT_FOR } from "./backup";

export type DestroyedKey = {
  /** the sentence for screens, letters and certificates */
  says: string;
  /** when nothing that was sealed with a key destroyed at this moment can be read from any backup; null where no backups are made */
  unreadableFrom: (destroyedAt: Date) => Date | null;
};

/** What it means for old backups that a key is destroyed, as things are kept here. The one place that says so (P66). */
export function whatADestroyedKeyMeans(): DestroyedKey {
  if (readEnv(process.env).backupDir === null)
    return { says: "No backups are made here that could hold it.", unreadableFrom: () => null };
  return {
    says: "In backups it stays encrypted until they expire, 98 days later at the latest.",
    unreadableFrom: (at) => new Date(at.getTime() + KEPT_FOR + FULL_EVERY),
  };
}
