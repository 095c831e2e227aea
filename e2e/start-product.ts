import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

import { prepareDatabase } from "@/lib/db/prepare";
import { readEnv } from "@/lib/env";
import { announcedDatabase } from "@/lib/processes/data-dir";
import { freePort } from "@/lib/processes/free-port";

/**
 * Starts the product as it was built, on a free port and an empty data directory, once for all stories. They find it in
 *
 * - `CASTELLAN_E2E_ORIGIN`: where it is reached,
 * - `CASTELLAN_E2E_DATA_DIR`: its data directory, for the command line,
 * - `DATABASE_URL` and `CASTELLAN_APP_DATABASE_URL`: its database, for putting people on stage,
 * - `CASTELLAN_E2E_SETUP_LINK`: the one-time link it printed,
 * - `CASTELLAN_E2E_LAUNCHER`: pid of the launcher,
 * - `CASTELLAN_E2E_LOG`: file with everything it said.
 */
export default async function startProduct(): Promise<() => Promise<void>> {
  if (!existsSync("dist/built-from"))
    throw new Error("Nothing is built: run `npm run build` first.");
  const dataDir = mkdtempSync(join(tmpdir(), "castellan-stories-"));
  const port = await freePort();
  mkdirSync("test-results", { recursive: true });
  const logFile = "test-results/product.log";
  const log = openSync(logFile, "w");
  const { PATH, HOME } = process.env;
  const product = spawn(process.execPath, ["dist/launcher.mjs"], {
    env: {
      ...{ PATH, HOME, NODE_ENV: "production", PORT: String(port) },
      ...{ CASTELLAN_DATA_DIR: dataDir, CASTELLAN_API_CALLS: "1000000" },
    },
    stdio: ["ignore", log, log],
  });
  const ended = new Promise<number | null>((done) => product.once("exit", done));

  let said = "";
  while (!/Ctrl-C stops/.test(said)) {
    if (product.exitCode !== null) throw new Error(`The product did not start:\n${said}`);
    await pause(50);
    said = readFileSync(logFile, "utf8");
  }
  const ownerUrl = announcedDatabase(dataDir)!;
  const { appUrl } = await prepareDatabase(ownerUrl, readEnv({ CASTELLAN_DATA_DIR: dataDir }));
  Object.assign(process.env, {
    DATABASE_URL: ownerUrl,
    CASTELLAN_APP_DATABASE_URL: appUrl,
    CASTELLAN_DATA_DIR: dataDir,
    CASTELLAN_POOL_SIZE: "2",
    CASTELLAN_E2E_ORIGIN: `http://localhost:${port}`,
    CASTELLAN_E2E_DATA_DIR: dataDir,
    CASTELLAN_E2E_SETUP_LINK: /^http\S+\/set-up\S*$/m.exec(said)?.[0] ?? "",
    CASTELLAN_E2E_LAUNCHER: String(product.pid),
    CASTELLAN_E2E_LOG: logFile,
  });

  return async () => {
    product.kill("SIGTERM");
    const code = await ended;
    rmSync(dataDir, { recursive: true, force: true });
    if (code !== 0) throw new Error(`The product ended with code ${code}; see ${logFile}.`);
  };
}
