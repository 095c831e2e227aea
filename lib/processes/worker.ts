import { startTracing } from "@/lib/egress/traces";
import { type Env, readEnv, StartError } from "@/lib/env";
import { refuseAtStart } from "@/lib/environment/refuse-at-start";
import { startWorker } from "@/lib/jobs/worker";
import { installationEngine } from "@/lib/backups/installation-engine";
import { backupKeys } from "@/lib/backups/keys";
import { keepForgetting } from "@/lib/purge/forget-gone";
import { log } from "@/lib/log";
import { runProcess } from "./child";
import { keepBackups } from "./keep-backups";
import { keepInside } from "./keep-inside";
import { tellMetrics } from "./tell-metrics";

await runProcess(async () => {
  keepInside();
  const env = readEnv(process.env);
  const { databaseUrl, workerPort } = env;
  if (!databaseUrl)
    throw new StartError("The worker needs DATABASE_URL: set it, or use npm start.");
  await refuseAtStart(databaseUrl, env);
  const endTracing = await startTracing();
  const [worker, told] = [await startWorker(databaseUrl), await tellMetrics(workerPort)];
  const backups = await keeping(env, databaseUrl);
  const forgetting = keepForgetting();
  return {
    async stop() {
      told?.close();
      forgetting.stop();
      await Promise.all([worker.stop(), backups?.stop()]);
      await endTracing();
    },
  };
});

/** The launcher tells whether the database is the one that comes along. */
async function keeping(env: Env, ownerUrl: string): Promise<{ stop(): Promise<void> } | null> {
  if (!env.backupDir) return null;
  const embedded = process.env.CASTELLAN_DATABASE === "embedded";
  try {
    const engine = installationEngine(env, embedded, ownerUrl, await backupKeys(env));
    const rehearsal = new URL("./rehearsal.mjs", import.meta.url);
    return keepBackups({ env, ownerUrl, engine, rehearsal });
  } catch (error) {
    log.error({ err: error }, "no backups are made");
    return null;
  }
}
