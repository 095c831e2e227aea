import { appPool } from "@/lib/db/connection";
import { readEnv } from "@/lib/env";
import { shared } from "@/lib/runtime";
import { alarmsAt, SHOWN_FOR } from "./alarms";
import { readKnown } from "./known";

export type BackupHealth = "off" | "good" | "alarm";

/** Whether backups are made and worth something, in one word (P67). Which alarm it is stands on the operator's page. */
export async function backupHealth(now = new Date()): Promise<BackupHealth> {
  const { backupDir } = readEnv(process.env);
  if (!backupDir) return "off";
  const seen = shared<{ at: number; health: BackupHealth }>("backup-health", () => ({
    at: 0,
    health: "good",
  }));
  if (Math.abs(now.getTime() - seen.at) > SHOWN_FOR) {
    const known = await readKnown(appPool());
    seen.health = alarmsAt(known, now).length ? "alarm" : "good";
    seen.at = now.getTime();
  }
  return seen.health;
}
