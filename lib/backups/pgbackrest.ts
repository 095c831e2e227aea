import { spawn } from "node:child_process";
import { chownSync, existsSync, mkdirSync } from "node:fs";
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import pg from "pg";

import type { Env } from "@/lib/env";
import { systemUser } from "@/lib/processes/postgres-identity";
import { rootKeys } from "@/lib/vault/root-key";
import { BackupError, type BackupKind, Manifest, type Progress, type RestorePoint } from "./backup";
import { configurationOf } from "./configuration";
import { countAtPoint } from "./count-rows";
import { entryOf, timeFor, versionsOf } from "./embedded";
import type { Engine, Inventory, Rebuilt } from "./engine";
import { shipKeys } from "./key-sets";
import type { BackupKeys } from "./keys";
import { type Repository, readRepository } from "./pgbackrest-info";
import { readSigned, writeSigned } from "./signed";

const MANIFEST = "backup manifest";

/**
 * Backups of a server of the operator's own by pgBackRest, as its manual tells: `backup`, `check`, `info --output=json`, `restore`,
 * `expire`. It encrypts and verifies by itself; what we add is a signed manifest per backup, with the counts a drill compares.
 *
 * @param stanza pgBackRest's name for that server, in the configuration its owner wrote
 */
export function pgBackRestEngine(
  env: Env,
  stanza: string,
  ownerUrl: string | null,
  keys: BackupKeys,
): Engine {
  const folder = join(env.backupDir ?? "", "pgbackrest", stanza);
  const tool: Tool = (command, ...options) => run([`--stanza=${stanza}`, ...options, command]);
  const manifests = () => manifestsIn(folder, keys);
  return {
    name: "pgbackrest",
    make: (kind, at, tell) => make(env, ownerUrl!, keys, folder, tool, kind, at, tell),
    // the server hands its log to pgBackRest by itself
    ship: (now) => withOwner(ownerUrl!, (client) => shipKeys(env, client, keys, now)),
    inventory: () => inventory(ownerUrl!, tool, manifests),
    manifests,
    rebuild: (into, point, _, tell) => rebuild(into, point, tool, manifests, tell),
    expire: () => expire(folder, tool, manifests),
  };
}

type Tool = (command: string, ...options: string[]) => Promise<string>;

async function make(
  env: Env,
  ownerUrl: string,
  keys: BackupKeys,
  folder: string,
  tool: Tool,
  kind: BackupKind,
  at: Date,
  tell: Progress,
): Promise<Manifest> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  tell("pgBackRest copies the database…");
  await tool("backup", `--type=${kind === "full" ? "full" : "incr"}`);
  const made = (await repository(tool)).backups.at(-1)!;
  tell("Counting rows…");
  const counted = await countAtPoint(ownerUrl);
  return withOwner(ownerUrl, async (client) => {
    await shipKeys(env, client, keys, at);
    const { rows } = await client.query<{ segment: string; bytes: string }>(
      `select pg_walfile_name(pg_logical_emit_message(false, 'castellan', 'cut')) as segment,
         pg_size_bytes(current_setting('wal_segment_size'))::text as bytes`,
    );
    const { segment, bytes } = rows[0]!;
    tell("Waiting for the write-ahead log…");
    await tool("check");
    const manifest: Manifest = {
      format: 1,
      label: made.label,
      kind: made.kind,
      engine: "pgbackrest",
      base: made.base,
      startedAt: at.toISOString(),
      endedAt: new Date().toISOString(),
      versions: await versionsOf(client),
      cluster: {
        systemId: made.systemId,
        timeline: Number.parseInt(segment.slice(0, 8), 16),
        segmentBytes: Number(bytes),
      },
      log: { from: made.from, to: segment },
      ...counted,
      files: [],
      configuration: (await configurationOf(env)).names,
      opens: { recipient: null, rootKeys: rootKeys(env).map(({ id }) => id) },
    };
    await writeSigned(join(folder, `${manifest.label}.json`), MANIFEST, manifest, keys);
    return manifest;
  });
}

async function withOwner<T>(ownerUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({
    connectionString: ownerUrl,
    application_name: "castellan backup",
  });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

const repository = async (tool: Tool): Promise<Repository> =>
  readRepository(await tool("info", "--output=json"));

async function manifestsIn(folder: string, keys: BackupKeys): Promise<Manifest[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(".json"));
  const found = await Promise.all(
    names.map((name) => readSigned(join(folder, name), MANIFEST, Manifest, keys.trusted)),
  );
  return found.toSorted((a, b) => (a.endedAt < b.endedAt ? 1 : -1));
}

async function inventory(
  ownerUrl: string,
  tool: Tool,
  manifests: () => Promise<Manifest[]>,
): Promise<Inventory> {
  const [there, described] = await Promise.all([repository(tool), manifests()]);
  const backups = there.backups
    .map((one) => {
      const manifest = described.find(({ label }) => label === one.label);
      const { label, kind, base, startedAt, endedAt, bytes } = one;
      const rows = manifest ? entryOf(manifest).rows : 0;
      return { label, kind, base, startedAt, endedAt, bytes, rows, engine: "pgbackrest" as const };
    })
    .toReversed();
  const { waiting, restorableTo } = await archiverOf(ownerUrl);
  return {
    backups,
    restorableTo: backups.length ? (restorableTo ?? backups[0]!.endedAt) : null,
    waiting,
    gap: !there.ok,
    sealed: there.sealed,
  };
}

/** How far the server has handed on its log. */
const archiverOf = (ownerUrl: string): Promise<{ restorableTo: Date | null; waiting: number }> =>
  withOwner(ownerUrl, async (client) => {
    const { rows } = await client.query<{ at: Date | null; failing: boolean }>(
      `select last_archived_time as at, coalesce(last_failed_time > last_archived_time, last_failed_time is not null) as failing
       from pg_stat_archiver`,
    );
    const { at, failing } = rows[0]!;
    // the server does not tell how many wait; one that fails to hand on lets all of them wait
    return { restorableTo: at, waiting: failing ? 1_000 : 0 };
  });

async function rebuild(
  into: string,
  point: RestorePoint,
  tool: Tool,
  manifests: () => Promise<Manifest[]>,
  tell: Progress,
): Promise<Rebuilt> {
  const described = await manifests();
  const manifest =
    point.to === "manifest"
      ? point.manifest
      : described.find(({ endedAt }) => point.to === "end" || new Date(endedAt) <= point.at);
  if (!manifest)
    throw new BackupError(
      "no_backup",
      "There is no backup in the repository to restore that from.",
    );
  const cluster = join(into, "postgres");
  mkdirSync(cluster, { mode: 0o700 });
  const user = runner();
  if (user) chownSync(cluster, user.uid, user.gid);
  tell("pgBackRest restores the database…");
  await tool(
    "restore",
    `--pg1-path=${cluster}`,
    "--archive-mode=off",
    `--set=${manifest.label}`,
    ...targetOf(point),
  );
  await completeSettings(cluster, user);
  return { manifest, settings: {}, binaries: await programsFor(manifest) };
}

function targetOf(point: RestorePoint): string[] {
  if (point.to === "end") return ["--type=default"];
  const promote = "--target-action=promote";
  return point.to === "time"
    ? ["--type=time", `--target=${timeFor(point.at)}`, promote]
    : ["--type=lsn", `--target=${point.manifest.point.position}`, "--target-exclusive", promote];
}

/** Debian keeps a server's settings outside of its data; a copy needs some of its own. */
async function completeSettings(
  cluster: string,
  user: { uid: number; gid: number } | null,
): Promise<void> {
  const own = async (name: string, text: string) => {
    const path = join(cluster, name);
    if (!existsSync(path)) await writeFile(path, text, { mode: 0o600 });
    if (user) chownSync(path, user.uid, user.gid);
  };
  await own("postgresql.conf", "");
  await rm(join(cluster, "pg_hba.conf"), { force: true });
  await own("pg_hba.conf", "host all all 127.0.0.1/32 scram-sha-256\n");
  await own("pg_ident.conf", "");
}

/** The programs of the server's own version; the embedded ones are of another. */
async function programsFor({
  versions: { postgres },
}: Manifest): Promise<{ initdb: string; postgres: string }> {
  const major = postgres.split(".")[0];
  const folders = [
    process.env.CASTELLAN_PG_PROGRAMS,
    `/usr/lib/postgresql/${major}/bin`,
    `/usr/pgsql-${major}/bin`,
  ];
  const found = folders.find((one) => one && existsSync(join(one, "postgres")));
  if (!found)
    throw new BackupError(
      "tool",
      `PostgreSQL ${major} is not installed here, so no restore can be rehearsed: install it, or set CASTELLAN_PG_PROGRAMS to its folder of programs.`,
    );
  return { initdb: join(found, "initdb"), postgres: join(found, "postgres") };
}

/** Puts a stopped server's files back where they were; the server is started by whoever runs it. */
export async function restoreInPlace(
  stanza: string,
  point: RestorePoint,
  tell: Progress,
): Promise<void> {
  tell("pgBackRest restores the database…");
  await run([`--stanza=${stanza}`, "--delta", ...targetOf(point), "restore"]);
}

/** pgBackRest expires by its own retention; a manifest goes with its backup. */
async function expire(
  folder: string,
  tool: Tool,
  manifests: () => Promise<Manifest[]>,
): Promise<string[]> {
  await tool("expire");
  const there = new Set((await repository(tool)).backups.map(({ label }) => label));
  const gone = (await manifests()).map(({ label }) => label).filter((label) => !there.has(label));
  for (const label of gone) await rm(join(folder, `${label}.json`), { force: true });
  return gone;
}

/** pgBackRest works as the user PostgreSQL runs as; root lends it that one. */
const runner = () => (process.getuid?.() === 0 ? systemUser("postgres") : null);

function run(args: string[]): Promise<string> {
  const user = runner();
  // said aloud, since it goes on into the command by which a restored server fetches its log
  const config = process.env.PGBACKREST_CONFIG;
  const where = config ? [`--config=${config}`] : [];
  return new Promise((done, fail) => {
    const child = spawn(
      "pgbackrest",
      ["--log-level-console=off", "--log-level-stderr=error", ...where, ...args],
      {
        stdio: ["ignore", "pipe", "pipe"],
        cwd: "/",
        ...(user && { uid: user.uid, gid: user.gid }),
      },
    );
    let out = "";
    let said = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (out += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
    child.once("error", (cause) =>
      fail(
        new BackupError(
          "tool",
          "pgBackRest cannot be run: install it with apt-get install pgbackrest.",
          { cause },
        ),
      ),
    );
    child.once("close", (code) =>
      code === 0
        ? done(out)
        : fail(
            new BackupError(
              "tool",
              `pgBackRest failed (${code}): ${said.trim().split("\n").at(-1)}`,
            ),
          ),
    );
  });
}
