import { appPool } from "@/lib/db/connection";
import { readEnv } from "@/lib/env";
import { shared } from "@/lib/runtime";
import { alarmsAt, SHOWN_FOR } from "./alarms";
import { readKnown } from "./known";
import { type Disks, disksOf } from "./room";

/** What metrics say of backups: ages in seconds, null where there is none; all null where no backups are made. */
export type BackupFigures = {
  alarms: number | null;
  /** of the newest backup of either kind */
  age: number | null;
  fullAge: number | null;
  /** since a restore was last rehearsed with success */
  drillAge: number | null;
  drillFailed: number | null;
  disks: Disks;
};

export async function backupFigures(now = new Date()): Promise<BackupFigures> {
  const env = readEnv(process.env);
  const off = { alarms: null, age: null, fullAge: null, drillAge: null, drillFailed: null };
  if (!env.backupDir) return { ...off, disks: disksOf(env) };
  const known = await readKnown(appPool());
  const since = (at: Date | null | undefined) =>
    at ? (now.getTime() - at.getTime()) / 1_000 : null;
  return {
    alarms: alarmsAt(known, now).length,
    age: since(known.whole[0]?.endedAt),
    fullAge: since(known.whole.find(({ kind }) => kind === "full")?.endedAt),
    drillAge: since(known.passedAt),
    drillFailed: known.drill ? Number(known.drill.outcome === "failed") : null,
    disks: known.disks,
  };
}

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
