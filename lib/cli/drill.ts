import type { Progress } from "@/lib/backups/backup";
import { installationEngine } from "@/lib/backups/installation-engine";
import { backupKeys } from "@/lib/backups/keys";
import type { Env } from "@/lib/env";
import { drill } from "@/lib/processes/drill";
import { openingKeys } from "./opening-keys";

/** Rehearses a restore now, and tells what was measured. */
export async function rehearseRestore(
  env: Env,
  key: string | undefined,
  rehearsal: URL,
  tell: Progress,
): Promise<string[]> {
  const ownerUrl = process.env.DATABASE_URL!;
  const engine = installationEngine(env, !env.databaseUrl, ownerUrl, await backupKeys(env));
  const { keys } = await openingKeys(env, key);
  const done = await drill(env, ownerUrl, engine, keys, rehearsal, tell);
  return [
    `${done.label} was restored, and the application answered from it.`,
    `Recovery point  ${done.recoveryPoint} s of work would have been lost`,
    `Recovery time   ${(done.recoveryTime / 1000).toFixed(1)} s until the application answered`,
    `Rows            ${done.rows}, each table and account as the manifest says`,
    `Fields opened   ${done.canaries}`,
    `Erasures        ${done.erasures} done again`,
    "The copy is destroyed.",
  ];
}
