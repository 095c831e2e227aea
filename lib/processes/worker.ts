import { readEnv, StartError } from "@/lib/env";
import { startWorker } from "@/lib/jobs/worker";
import { runProcess } from "./child";
import { tellMetrics } from "./tell-metrics";

await runProcess(async () => {
  const { databaseUrl, workerPort } = readEnv(process.env);
  if (!databaseUrl)
    throw new StartError("The worker needs DATABASE_URL: set it, or use npm start.");
  const [worker, told] = [await startWorker(databaseUrl), await tellMetrics(workerPort)];
  return {
    async stop() {
      told?.close();
      await worker.stop();
    },
  };
});
