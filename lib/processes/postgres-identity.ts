import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { StartError } from "@/lib/env";

/** Who PostgreSQL runs as: ourselves, another user by uid and gid, or `nobody` in a user namespace of its own. */
export type Identity =
  | { as: "self" }
  | { as: "user"; uid: number; gid: number }
  | { as: "namespace" };

/**
 * Chooses whom PostgreSQL runs as. An existing cluster keeps its owner.
 * @param cluster folder of the cluster, which may not exist yet
 * @param binary path of the program, which that user must reach too
 * @throws StartError when nobody can
 */
export function chooseIdentity(dataDir: string, cluster: string, binary: string): Identity {
  if (process.getuid?.() !== 0) return { as: "self" };

  const reaches = (user: { uid: number; gid: number }) =>
    [dataDir, binary].every((path) => ancestors(path).every((folder) => mayEnter(folder, user)));
  const madeBy = existsSync(cluster) ? statSync(cluster) : null;
  const candidates = madeBy
    ? [madeBy].filter(({ uid }) => uid !== 0)
    : ["postgres", "nobody"].flatMap((name) => systemUser(name) ?? []);
  const user = candidates.find(reaches);
  if (user) return { as: "user", uid: user.uid, gid: user.gid };
  if ((!madeBy || madeBy.uid === 0) && namespacesWork()) return { as: "namespace" };
  throw new StartError(
    madeBy && madeBy.uid !== 0
      ? `The embedded database belongs to the user with id ${madeBy.uid}, who cannot reach ${dataDir} any more: let that user enter the folders above it (chmod o+x), or set DATABASE_URL.`
      : `PostgreSQL does not run as root and no other user can reach ${dataDir}: start as an ordinary user, set CASTELLAN_DATA_DIR to a folder others may enter, or set DATABASE_URL.`,
  );
}

/** A user of this machine by name. */
export function systemUser(name: string): { uid: number; gid: number } | null {
  const line = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .find((entry) => entry.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(":") ?? [];
  return uid && gid ? { uid: Number(uid), gid: Number(gid) } : null;
}

function ancestors(path: string): string[] {
  const above = dirname(path);
  return above === path ? [path] : [...ancestors(above), above];
}

function mayEnter(folder: string, { uid, gid }: { uid: number; gid: number }): boolean {
  const { mode, uid: ownerId, gid: groupId } = statSync(folder);
  const bit = ownerId === uid ? 0o100 : groupId === gid ? 0o010 : 0o001;
  return (mode & bit) !== 0;
}

function namespacesWork(): boolean {
  return spawnSync("unshare", [...namespace, "true"], { stdio: "ignore" }).status === 0;
}

const namespace = ["--user", "--map-user=65534", "--map-group=65534", "--"];

/** Spawns a program of PostgreSQL under its identity and, as `detached`, away from the terminal's Ctrl-C. */
export function spawnAs(
  identity: Identity,
  program: string,
  args: string[],
  stdio: ("ignore" | "pipe" | number)[],
): ChildProcess {
  const { PATH, NODE_ENV } = process.env;
  const common = {
    stdio,
    env: { PATH, NODE_ENV, LC_ALL: "C", TZ: "UTC" },
    cwd: "/",
    detached: true,
  };
  if (identity.as === "namespace")
    return spawn("unshare", [...namespace, program, ...args], common);
  if (identity.as === "user")
    return spawn(program, args, { ...common, uid: identity.uid, gid: identity.gid });
  return spawn(program, args, { ...common, cwd: undefined });
}
