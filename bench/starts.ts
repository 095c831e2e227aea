import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";

import { freePort } from "@/lib/processes/free-port";
import { stopped } from "./installation";

/** A copy of the project as a clone would have it, with the packages already installed and nothing built. */
export function freshCopy(project: string, into: string): string {
  mkdirSync(into, { recursive: true });
  const files = execFileSync("git", ["ls-files", "-z"], { cwd: project, encoding: "utf8" })
    .split("\0")
    .filter((path) => path && existsSync(join(project, path)));
  execFileSync("tar", ["-cf", join(into, "project.tar"), "--null", "-T", "-"], {
    cwd: project,
    input: files.join("\0"),
  });
  execFileSync("tar", ["-xf", join(into, "project.tar")], { cwd: into });
  const modules = [join(project, "node_modules"), join(into, "node_modules")];
  try {
    execFileSync("cp", ["-al", ...modules], { stdio: "ignore" });
  } catch {
    execFileSync("cp", ["-a", ...modules]); // another file system: no hard links
  }
  return into;
}

/** Seconds from typing `npm start` until it says that it is ready. Stops it again. */
export async function secondsToStart(copy: string, dataDir: string): Promise<number> {
  const port = await freePort();
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    PORT: String(port),
    CASTELLAN_DATA_DIR: dataDir,
    CASTELLAN_ORIGIN: `http://localhost:${port}`,
  };
  for (const name of [
    "DATABASE_URL",
    "CASTELLAN_ROOT_KEY",
    "CASTELLAN_APP_DATABASE_URL",
    "NODE_ENV",
  ])
    delete env[name];
  const begun = performance.now();
  const child = spawn("npm", ["start"], { cwd: copy, env, stdio: ["ignore", "pipe", "inherit"] });
  let said = "";
  await new Promise<void>((done, fail) => {
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      said += text;
      if (said.includes("Castellan is ready")) done();
    });
    child.once("exit", (code) => fail(new Error(`npm start ended (${code}):\n${said}`)));
  });
  const seconds = (performance.now() - begun) / 1_000;
  child.removeAllListeners("exit");
  await stopped(child);
  return seconds;
}
