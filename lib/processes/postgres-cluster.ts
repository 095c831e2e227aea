import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { StartError } from "@/lib/env";
import { spawnAs, type Identity } from "./postgres-identity";

/** Name of the cluster's owner, and of the database in it. */
export const owner = "castellan";

/** The package ships its libraries without their short names when install scripts are switched off. */
export function linkLibraries(native: string): void {
  const links: { source: string; target: string }[] = JSON.parse(
    readFileSync(join(native, "pg-symlinks.json"), "utf8"),
  );
  for (const { source, target } of links) {
    const link = join(dirname(native), target);
    if (lstatSync(link, { throwIfNoEntry: false })) continue;
    try {
      symlinkSync(basename(source), link);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
}

/** Where the owner's password is kept, readable for ourselves alone. */
export function passwordFile(dataDir: string): string {
  return join(dataDir, "postgres.password");
}

/** A cluster under construction has a name of its own, so that one cut short is never taken for a whole one. */
const unfinished = "postgres.unfinished-";

export function clearUnfinished(dataDir: string): void {
  for (const name of readdirSync(dataDir))
    if (name.startsWith(unfinished))
      rmSync(join(dataDir, name), { recursive: true, force: true, maxRetries: 5 });
}

/**
 * Makes a new cluster with a random password.
 * @throws StartError when the folder does not allow it
 */
export async function createCluster(
  dataDir: string,
  cluster: string,
  identity: Identity,
  initdb: string,
  durable: boolean,
): Promise<void> {
  const folder = join(dataDir, unfinished + randomBytes(6).toString("hex"));
  const password = randomBytes(24).toString("base64url");
  const handedOver = `${folder}.password`;
  mkdirSync(folder, { mode: 0o700 });
  writeFileSync(handedOver, password, { mode: 0o600 });
  if (identity.as === "user") {
    chownSync(folder, identity.uid, identity.gid);
    chownSync(handedOver, identity.uid, identity.gid);
  }
  const { code, said } = await run(identity, initdb, [
    `--pgdata=${folder}`,
    `--username=${owner}`,
    `--pwfile=${handedOver}`,
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--locale=C.UTF-8",
    ...(durable ? [] : ["--no-sync"]),
  ]);
  rmSync(handedOver, { force: true });
  if (code !== 0) {
    rmSync(folder, { recursive: true, force: true });
    throw new StartError(
      `The embedded database could not be created in ${dataDir} (${said}): give it another folder with CASTELLAN_DATA_DIR, or set DATABASE_URL.`,
    );
  }
  writeFileSync(passwordFile(dataDir), password, { mode: 0o600 });
  renameSync(folder, cluster);
}

/** Gives a folder and all in it to whoever PostgreSQL runs as. */
export function handOver(folder: string, identity: Identity): void {
  if (identity.as !== "user") return;
  const { uid, gid } = identity;
  for (const name of readdirSync(folder, { recursive: true }))
    chownSync(join(folder, String(name)), uid, gid);
  chownSync(folder, uid, gid);
}

function run(
  identity: Identity,
  program: string,
  args: string[],
): Promise<{ code: number | null; said: string }> {
  return new Promise((done) => {
    const child = spawnAs(identity, program, args, ["ignore", "ignore", "pipe"]);
    let said = "";
    child.stderr?.setEncoding("utf8").on("data", (text: string) => (said += text));
    child.once("error", (error) => done({ code: null, said: error.message }));
    child.once("close", (code) => done({ code, said: said.trim().split("\n").at(-1) ?? "" }));
  });
}

/**
 * After `kill -9` of the launcher the postmaster lives on; after a reboot its pid may belong to anybody. The first is
 * stopped, the second's claim is removed, since PostgreSQL would take any living process for itself.
 */
export async function endLeftOver(cluster: string): Promise<void> {
  const claim = join(cluster, "postmaster.pid");
  if (!existsSync(claim)) return;
  const pid = Number(readFileSync(claim, "utf8").split("\n")[0]);
  if (!Number.isInteger(pid) || pid <= 1) return rmSync(claim, { force: true });
  if (!isPostmasterOf(pid, cluster)) {
    if (isAlive(pid)) rmSync(claim, { force: true });
    return;
  }
  process.kill(pid, "SIGINT");
  for (let waited = 0; isPostmasterOf(pid, cluster); waited += 50) {
    if (waited === 20_000) process.kill(pid, "SIGQUIT");
    if (waited >= 40_000)
      throw new StartError(
        `An earlier embedded database (process ${pid}) does not stop: end that process, then start again.`,
      );
    await pause(50);
  }
}

function isPostmasterOf(pid: number, cluster: string): boolean {
  const command = existsSync("/proc/self/cmdline")
    ? (readQuietly(`/proc/${pid}/cmdline`) ?? "").split("\0").join(" ")
    : spawnSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" }).stdout;
  return command.includes(`-D ${cluster} `);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** The file's text, or null when it is not there or not ours to read. */
export function readQuietly(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}
