import { fork, spawn, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

import { prepareDatabase } from "@/lib/db/prepare";
import { readEnv } from "@/lib/env";
import { startEmbeddedPostgres } from "@/lib/processes/embedded-postgres";
import { freePort } from "@/lib/processes/free-port";

/** An installation with a database of its own, made for the bench and gone with it. Points this process at it. */
export async function makeInstallation(dataDir: string) {
  const postgres = await startEmbeddedPostgres(dataDir);
  process.env.CASTELLAN_API_CALLS = "1000000"; // what is measured is the work, not the limit
  process.env.CASTELLAN_ROOT_KEY = randomBytes(32).toString("base64");
  process.env.CASTELLAN_KEY_STORE = "together"; // people are put in by the hundred thousand, and so are their keys
  const { appUrl } = await prepareDatabase(postgres.ownerUrl, readEnv(process.env));
  process.env.CASTELLAN_APP_DATABASE_URL = appUrl;
  return {
    ownerUrl: postgres.ownerUrl,
    appUrl,
    database: postgres.pid,
    stop: () => postgres.stop(),
  };
}
export type Installation = Awaited<ReturnType<typeof makeInstallation>>;

/** Something that listens, with the process that answers. */
export type Served = { port: number; pid: number; stop(): Promise<void> };

/** Starts the product's own server, as the launcher would, from a built copy of the project. */
export async function startServer(project: string): Promise<Served> {
  const port = await freePort();
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    NODE_ENV: "production",
    PORT: String(port),
    CASTELLAN_ORIGIN: `http://localhost:${port}`,
    CASTELLAN_PROCESS: "server",
    NEXT_TELEMETRY_DISABLED: "1",
    UV_THREADPOOL_SIZE: "8",
  };
  const child = fork(join(project, "dist/server.mjs"), {
    cwd: project,
    env,
    execArgv: ["--enable-source-maps"],
  });
  return served(child, port, "/api/health");
}

/** Starts one of the bench's own servers. */
export async function startOwn(
  name: "by-hand" | "api-server",
  options: Record<string, string>,
  path = "/",
): Promise<Served> {
  const port = await freePort();
  const child = fork(new URL(`./${name}.mjs`, import.meta.url), {
    env: { ...process.env, ...options, NODE_ENV: "production", PORT: String(port) },
  });
  return served(child, port, path);
}

/** Starts a built Next app without anything of ours. */
export async function startNext(project: string, app: string): Promise<Served> {
  const port = await freePort();
  const child = spawn(
    process.execPath,
    [
      join(project, "node_modules/next/dist/bin/next"),
      "start",
      "-p",
      String(port),
      "-H",
      "127.0.0.1",
    ],
    { cwd: app, env: { ...process.env, NODE_ENV: "production" }, stdio: "ignore" },
  );
  return served(child, port, "/api/empty");
}

async function served(child: ChildProcess, port: number, path: string): Promise<Served> {
  for (let tries = 0; child.exitCode === null && tries < 600; tries++) {
    const answer = await fetch(`http://localhost:${port}${path}`).catch(() => null);
    if (answer?.ok) {
      return { port, pid: child.pid!, stop: () => stopped(child) };
    }
    await pause(50);
  }
  throw new Error(`nothing answered on port ${port} (exit code ${child.exitCode})`);
}

export async function stopped(child: ChildProcess): Promise<void> {
  const gone = new Promise((done) => child.once("exit", done));
  child.kill("SIGTERM");
  await gone;
}
