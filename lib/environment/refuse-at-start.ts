import pg from "pg";

import type { Env } from "@/lib/env";
import { log } from "@/lib/log";
import { refuseOtherEnvironment } from "./mark";

/**
 * A process that is started by itself looks at the mark too. One that cannot reach its database serves nothing from it yet,
 * and says so in its health.
 */
export async function refuseAtStart(url: string, env: Env): Promise<void> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 5_000,
    application_name: "castellan mark",
  });
  client.on("error", () => {});
  try {
    await client.connect();
  } catch (error) {
    log.warn({ err: error }, "the mark of the environment could not be looked at");
    return;
  }
  try {
    await refuseOtherEnvironment(client, env);
  } finally {
    await client.end();
  }
}
