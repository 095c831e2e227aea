import { readEnv, StartError } from "@/lib/env";
import { startWorker } from "@/lib/jobs/worker";
import { runProcess } from "./child";

await runProcess(async () => {
  const { databaseUrl } = readEnv(process.env);
  if (!databaseUrl)
    throw new StartError("The worker needs DATABASE_URL: set it, or use npm start.");
  return startWorker(databaseUrl);
});
