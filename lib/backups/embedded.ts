import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createWriteStream } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";

import pg from "pg";
import { z } from "zod";

import { minute } from "@/lib/clock";
import type { Env } from "@/lib/env";
import { rootKeys } from "@/lib/vault/root-key";
import {
  type BackupEntry,
  BackupError,
  labelFor,
  Manifest,
  type Progress,
  type RestorePoint,
  rowsOf,
} from "./backup";
import { configurationOf } from "./configuration";
import { countAtPoint } from "./count-rows";
import { archiveCluster, sizeOf, unpackCluster } from "./data-archive";
import { PART, syncFolder } from "@/lib/durable";
import { type Engine, type Inventory, logSpool, type Rebuilt } from "./engine";
import { shipKeys } from "./key-sets";
import {
  type BackupKeys,
  forgetDrillKeysBefore,
  makeDrillKey,
  recipientsOf,
  type Trust,
} from "./keys";
import { isHistory, isSegment, newestOf, nextSegment, timelineOf, unbroken } from "./log-segments";
import { chainsOf, expiredChains } from "./retention";
import { hashFile, openSealed, sealFile } from "./sealed-file";
import { readSigned, writeSigned } from "./signed";

const Segment = z.strictObject({
  segment: z.string(),
  at: z.iso.datetime(),
  sha256: z.string().length(64),
  bytes: z.number().int(),
  /** fingerprints of the root keys that were in use when it was shipped; missing in pieces of earlier versions */
  rootKeys: z.array(z.string()).optional(),
});

const MANIFEST = "backup manifest";
const SEGMENT = "log segment";

/** Where things lie on the backup disk. */
const places = (env: Env, systemId: string) => {
  const folder = join(env.backupDir ?? "", systemId);
  return {
    folder,
    log: join(folder, "log"),
    manifest: (label: string) => join(folder, `${label}.json`),
    data: (label: string) => join(folder, dataName(label)),
    segment: (name: string) => join(folder, "log", `${name}.gz.age`),
    segmentFact: (name: string) => join(folder, "log", `${name}.json`),
  };
};
const dataName = (label: string) => `${label}.tar.gz.age`;
const segmentName = (name: string) => `log/${name}.gz.age`;

/**
 * Backups of the embedded database by PostgreSQL's documented low-level interface: a copy of its files between
 * `pg_backup_start` and `pg_backup_stop`, and every piece of its write-ahead log from there on (P67).
 *
 * @param ownerUrl its owner, who is its superuser; null where only what lies on the backup disk is needed
 */
export function embeddedEngine(env: Env, ownerUrl: string | null, keys: BackupKeys): Engine {
  return {
    name: "embedded",
    make: (kind, at, tell) =>
      alone(env, ownerUrl!, keys, at, (work) =>
        kind === "full" ? makeFull(work, at, tell) : makeIncrement(work, at, tell),
      ),
    ship: (now) => alone(env, ownerUrl!, keys, now, ship),
    inventory: () => inventory(env, ownerUrl!, keys),
    manifests: () => allManifests(env, keys),
    rebuild: (folder, point, privateKeys, tell) =>
      rebuild(env, keys, folder, point, privateKeys, tell),
    expire: (now) => alone(env, ownerUrl!, keys, now, expire),
  };
}

type Work = {
  env: Env;
  ownerUrl: string;
  keys: BackupKeys;
  now: Date;
  client: pg.Client;
  cluster: Manifest["cluster"];
  at: ReturnType<typeof places>;
};

const LOCK = 0x6261_636b;

/** One at a time, whichever process works: the database itself keeps the lock, and lets it go with the process. */
async function alone<T>(
  env: Env,
  ownerUrl: string,
  keys: BackupKeys,
  now: Date,
  work: (work: Work) => Promise<T>,
): Promise<T> {
  if (!env.backupDir || !existsSync(env.backupDir))
    throw new BackupError(
      "missing",
      `The backup directory ${env.backupDir} is not there: mount its disk, or correct CASTELLAN_BACKUP_DIR.`,
    );
  const client = new pg.Client({
    connectionString: ownerUrl,
    application_name: "castellan backup",
  });
  client.on("error", () => {});
  await client.connect();
  try {
    await client.query("select pg_advisory_lock($1)", [LOCK]);
    const cluster = await clusterOf(client);
    const at = places(env, cluster.systemId);
    await mkdir(at.log, { recursive: true, mode: 0o700 });
    await clearParts(at);
    return await work({ env, ownerUrl, keys, now, client, cluster, at });
  } finally {
    await client.end().catch(() => {});
  }
}

/** Which cluster this is, and on which timeline it writes now. */
async function clusterOf(client: pg.Client): Promise<Manifest["cluster"]> {
  const { rows } = await client.query<{ id: string; segment: string; bytes: string }>(
    `select system_identifier::text as id, pg_walfile_name(pg_current_wal_insert_lsn()) as segment,
       pg_size_bytes(current_setting('wal_segment_size'))::text as bytes from pg_control_system()`,
  );
  const { id, segment, bytes } = rows[0]!;
  return { systemId: id, timeline: timelineOf(segment), segmentBytes: Number(bytes) };
}

/** What somebody who was killed has left half written. */
async function clearParts(at: Work["at"]): Promise<void> {
  for (const folder of [at.folder, at.log])
    for (const name of await readdir(folder))
      if (name.endsWith(PART)) await rm(join(folder, name), { force: true });
  const manifests = new Set(await readdir(at.folder));
  for (const name of manifests)
    if (name.endsWith(dataName("")) && !manifests.has(name.replace(dataName(""), ".json")))
      await rm(join(at.folder, name), { force: true });
}

async function makeFull(work: Work, startedAt: Date, tell: Progress): Promise<Manifest> {
  const { env, client, at, keys } = work;
  const label = labelFor(startedAt, "full");
  const cluster = join(env.dataDir, "postgres");
  await ship(work);
  await makeDrillKey(env, label);
  const recipients = await recipientsOf(env, keys);

  tell("Waiting for a checkpoint…");
  const { rows } = await client.query<{ from: string }>(
    "select pg_walfile_name(pg_backup_start($1, fast => true)) as from",
    [label],
  );
  const from = rows[0]!.from;
  const whole = await sizeOf(cluster);
  let stopped = "";
  const archive = archiveCluster(
    cluster,
    async () => {
      const { rows: ended } = await client.query<{ to: string; label: string }>(
        "select pg_walfile_name(lsn) as to, labelfile as label from pg_backup_stop(wait_for_archive => false)",
      );
      stopped = ended[0]!.to;
      return { backup_label: ended[0]!.label, ...(await configurationOf(env)).files };
    },
    (bytes) => tell(`Copying the database: ${percent(bytes, whole)}`),
  );
  const shipping = repeatedly(() => ship(work));
  let data: Awaited<ReturnType<typeof sealFile>>;
  try {
    data = await sealFile(archive, at.data(label), recipients);
  } finally {
    await shipping.stop();
  }
  tell("Counting rows…");
  const counted = await countAtPoint(work.ownerUrl);
  const to = await cut(work);
  const manifest = await describe(work, {
    label,
    kind: "full",
    base: label,
    startedAt,
    log: { from, to: to > stopped ? to : stopped },
    counted,
    files: [{ name: dataName(label), ...data }],
  });
  await forgetDrillKeysBefore(env, label);
  return manifest;
}

/** While a large database is copied, its log is shipped as at any other time. */
function repeatedly(work: () => Promise<void>): { stop(): Promise<void> } {
  let turn = Promise.resolve();
  const timer = setInterval(() => {
    turn = turn.then(work).catch(() => {});
  }, minute);
  return {
    async stop() {
      clearInterval(timer);
      await turn;
    },
  };
}

const percent = (part: number, whole: number) =>
  `${Math.min(100, Math.round((100 * part) / Math.max(1, whole)))} %`;

/** The daily cut: the log up to this moment is on the backup disk, and what it holds is counted. */
async function makeIncrement(work: Work, startedAt: Date, tell: Progress): Promise<Manifest> {
  const all = await manifestsIn(work.at, work.keys);
  const base = all.find(({ kind }) => kind === "full");
  if (base?.cluster.timeline !== work.cluster.timeline)
    throw new BackupError(
      "no_backup",
      "There is no full backup to add to: make one with npx castellan backup.",
    );
  const before = all[0]!;
  tell("Counting rows…");
  const counted = await countAtPoint(work.ownerUrl);
  tell("Shipping the write-ahead log…");
  const to = await cut(work);
  const segmentBytes = work.cluster.segmentBytes;
  const names = await segmentsIn(work.at);
  const added = unbroken(names, nextSegment(before.log.to, segmentBytes), to, segmentBytes);
  const files = await Promise.all(
    added.map(async (name) => {
      const { sha256, bytes } = await segmentFact(work.at, work.keys, name);
      return { name: segmentName(name), sha256, bytes };
    }),
  );
  return describe(work, {
    label: labelFor(startedAt, "increment"),
    kind: "increment",
    base: base.label,
    startedAt,
    log: { from: base.log.from, to },
    counted,
    files,
  });
}

/**
 * Ends the piece of the log that is being written, and ships everything up to it.
 * @returns its name
 */
async function cut(work: Work): Promise<string> {
  // something must be written after the place that was noted, or a restore to it would not know that it had arrived
  const { rows } = await work.client.query<{ name: string }>(
    "select pg_walfile_name(pg_logical_emit_message(false, 'castellan', 'cut')) as name",
  );
  const { name } = rows[0]!;
  await work.client.query("select pg_switch_wal()");
  for (let waited = 0; waited < 60_000; waited += 50) {
    if (existsSync(join(logSpool(work.env), name)) || existsSync(work.at.segmentFact(name))) {
      await ship(work);
      return name;
    }
    await pause(50);
  }
  throw new BackupError(
    "not_archived",
    "The database does not hand on its write-ahead log: start it with CASTELLAN_BACKUP_DIR set, and see postgres.log.",
  );
}

async function describe(
  { env, client, at, keys, cluster }: Work,
  {
    counted,
    startedAt,
    ...rest
  }: Pick<Manifest, "label" | "kind" | "base" | "log" | "files"> & {
    startedAt: Date;
    counted: Pick<Manifest, "point" | "tables" | "accounts">;
  },
): Promise<Manifest> {
  const manifest: Manifest = {
    format: 1,
    engine: "embedded",
    startedAt: startedAt.toISOString(),
    endedAt: new Date().toISOString(),
    versions: await versionsOf(client),
    cluster,
    configuration: (await configurationOf(env)).names,
    opens: { recipient: keys.recipient, rootKeys: rootKeys(env).map(({ id }) => id) },
    ...counted,
    ...rest,
  };
  await writeSigned(at.manifest(manifest.label), MANIFEST, manifest, keys);
  return manifest;
}

/** What wrote the data: whoever restores it needs these, or newer where that is possible. */
export async function versionsOf(client: pg.Client): Promise<Manifest["versions"]> {
  const { rows } = await client.query<{ postgres: string; migration: string }>(
    `select current_setting('server_version') as postgres,
       (select max(created_at) from drizzle.__drizzle_migrations)::text as migration`,
  );
  const { version } = JSON.parse(await readFile("package.json", "utf8")) as { version: string };
  return {
    castellan: version,
    postgres: rows[0]!.postgres,
    migration: Number(rows[0]!.migration),
  };
}

/**
 * Seals every finished piece of the log and puts it on the backup disk; only then does it leave the spool. Doing it again changes
 * nothing. Keys were kept before what needs them was committed, so those of every finished piece go ahead of it.
 */
async function ship({ env, at, keys, client, now }: Work): Promise<void> {
  const spool = logSpool(env);
  const finished = existsSync(spool) ? (await readdir(spool)).toSorted() : [];
  await shipKeys(env, client, keys, now);
  const recipients = await recipientsOf(env, keys);
  for (const name of finished) {
    const path = join(spool, name);
    if (name.endsWith(".backup")) {
      await rm(path);
      continue;
    }
    if (!isSegment(name) && !isHistory(name)) continue;
    if (!existsSync(at.segmentFact(name))) {
      const [content, { mtime }] = await Promise.all([readFile(path), stat(path)]);
      const stored = await sealFile(Readable.from([content]), at.segment(name), recipients);
      const held = rootKeys(env).map(({ id }) => id);
      const fact = { segment: name, at: mtime.toISOString(), ...stored, rootKeys: held };
      await writeSigned(at.segmentFact(name), SEGMENT, fact, keys);
    }
    await rm(path);
  }
}

const segmentFact = (at: Work["at"], keys: Trust, name: string) =>
  readSigned(at.segmentFact(name), SEGMENT, Segment, keys.trusted);

/** The pieces of the log that are whole on the backup disk. */
async function segmentsIn(at: Work["at"]): Promise<string[]> {
  const names = await readdir(at.log).catch(() => []);
  return names
    .filter((name) => name.endsWith(".json"))
    .map((name) => name.replace(/\.json$/, ""))
    .filter(isSegment);
}

async function manifestsIn(at: Work["at"], keys: Trust): Promise<Manifest[]> {
  const names = await readdir(at.folder).catch(() => []);
  const labels = names.filter((name) => /^\d{8}T\d{6}Z-\w+\.json$/.test(name));
  const found = await Promise.all(
    labels.map((name) => readSigned(join(at.folder, name), MANIFEST, Manifest, keys.trusted)),
  );
  return found.toSorted((a, b) => (a.endedAt < b.endedAt ? 1 : -1));
}

async function allManifests(env: Env, keys: Trust): Promise<Manifest[]> {
  const folders = await readdir(env.backupDir ?? "").catch(() => []);
  const systems = folders.filter((name) => /^\d{10,}$/.test(name));
  const found = await Promise.all(systems.map((id) => manifestsIn(places(env, id), keys)));
  return found.flat().toSorted((a, b) => (a.endedAt < b.endedAt ? 1 : -1));
}

async function inventory(env: Env, ownerUrl: string, keys: BackupKeys): Promise<Inventory> {
  return alone(env, ownerUrl, keys, new Date(), async ({ at, cluster }) => {
    const [found, names, spooled] = await Promise.all([
      manifestsIn(at, keys),
      segmentsIn(at),
      readdir(logSpool(env)).catch(() => []),
    ]);
    const waiting = spooled.filter(isSegment).length;
    const base = found.find(({ kind }) => kind === "full");
    const backups = found.map(entryOf);
    const nothing = { backups, restorableTo: null, waiting, gap: false, sealed: true };
    if (!base) return nothing;
    // after a restore the log goes another way, and a new full is due
    if (base.cluster.timeline !== cluster.timeline) return { ...nothing, gap: true };
    const newest = newestOf(names, cluster.timeline) ?? base.log.to;
    let chain: string[];
    try {
      chain = unbroken(names, base.log.from, newest, cluster.segmentBytes);
    } catch {
      return { ...nothing, gap: true };
    }
    const { at: shipped } = await segmentFact(at, keys, chain.at(-1)!);
    const sealed = await isSealed(at.segment(chain.at(-1)!));
    return { backups, restorableTo: new Date(shipped), waiting, gap: false, sealed };
  });
}

async function isSealed(path: string): Promise<boolean> {
  const start = (await readFile(path)).subarray(0, 21).toString();
  return start === "age-encryption.org/v1";
}

export const entryOf = (manifest: Manifest): BackupEntry => ({
  label: manifest.label,
  kind: manifest.kind,
  engine: manifest.engine,
  base: manifest.base,
  startedAt: new Date(manifest.startedAt),
  endedAt: new Date(manifest.endedAt),
  bytes: manifest.files.reduce((sum, { bytes }) => sum + bytes, 0),
  rows: rowsOf(manifest),
});

/**
 * Puts a full and the log after it into a folder, each file checked against what was signed before anything is done
 * with it. Every piece of the log up to the point is looked at, also those a damaged one hides.
 */
async function rebuild(
  env: Env,
  keys: BackupKeys,
  folder: string,
  point: RestorePoint,
  privateKeys: string[],
  tell: Progress,
): Promise<Rebuilt> {
  const { base, at, needed } = await chainFor(env, keys, point);
  const [data] = base.files;
  tell(`Checking ${base.label}…`);
  if ((await hashFile(at.data(base.label))) !== data!.sha256)
    throw new BackupError(
      "damaged",
      `${at.data(base.label)} is not as it was written: this backup cannot be used.`,
    );

  tell("Unpacking the database…");
  const cluster = join(folder, "postgres");
  await unpackCluster(await openSealed(at.data(base.label), privateKeys), cluster);

  const log = join(folder, "log");
  await mkdir(log, { mode: 0o700 });
  for (const [done, name] of needed.entries()) {
    tell(`Unpacking the write-ahead log: ${percent(done + 1, needed.length)}`);
    const { sha256 } = await segmentFact(at, keys, name);
    if ((await hashFile(at.segment(name))) !== sha256)
      throw new BackupError(
        "damaged",
        `${at.segment(name)} is not as it was written: nothing after it can be restored.`,
      );
    const path = join(log, name);
    await pipeline(
      await openSealed(at.segment(name), privateKeys),
      createWriteStream(path, { mode: 0o600 }),
    );
  }
  await writeFile(join(cluster, "recovery.signal"), "", { mode: 0o600 });
  return { manifest: base, settings: recoverySettings(log, point) };
}

/** The full to begin with, and every piece of the log from there to the point. */
async function chainFor(
  env: Env,
  keys: Trust,
  point: RestorePoint,
): Promise<{ base: Manifest; at: Work["at"]; needed: string[] }> {
  const base = await baseFor(env, keys, point);
  const at = places(env, base.cluster.systemId);
  const names = await segmentsIn(at);
  const newest = newestOf(names, base.cluster.timeline) ?? base.log.to;
  const last = point.to === "manifest" ? point.manifest.log.to : newest;
  const to = last > base.log.to ? last : base.log.to;
  return { base, at, needed: unbroken(names, base.log.from, to, base.cluster.segmentBytes) };
}

/** What a restore would work with, found out without writing anything. */
export type Ahead = {
  base: Manifest;
  /** the moment the shipped log goes up to */
  restorableTo: Date;
  /** every sealed file that has to be opened */
  files: string[];
  /** fingerprints of the root keys that were in use; empty when the backups are of an earlier version */
  rootKeys: string[];
};

/** Looks at the backup disk alone: which full and which pieces of the log a restore to this point takes. */
export async function lookAhead(env: Env, keys: Trust, point: RestorePoint): Promise<Ahead> {
  const { base, at, needed } = await chainFor(env, keys, point);
  const facts = await Promise.all(needed.map((name) => segmentFact(at, keys, name)));
  const named = [...(base.opens?.rootKeys ?? []), ...facts.flatMap((fact) => fact.rootKeys ?? [])];
  return {
    base,
    restorableTo: new Date(facts.at(-1)!.at),
    files: [at.data(base.label), ...needed.map((name) => at.segment(name))],
    rootKeys: [...new Set(named)],
  };
}

/** The newest full that was whole before the point. */
async function baseFor(env: Env, keys: Trust, point: RestorePoint): Promise<Manifest> {
  const fulls = (await allManifests(env, keys)).filter(({ kind }) => kind === "full");
  const base =
    point.to === "manifest"
      ? fulls.find(({ label }) => label === point.manifest.base)
      : fulls.find(({ endedAt }) => point.to === "end" || new Date(endedAt) <= point.at);
  if (base) return base;
  const oldest = fulls.at(-1);
  throw new BackupError(
    "no_backup",
    oldest && point.to === "time"
      ? `The oldest moment that can be restored is ${oldest.endedAt}: give that or a later one with --at.`
      : `There is no full backup in ${env.backupDir} to restore from: mount the backup disk, or correct CASTELLAN_BACKUP_DIR.`,
  );
}

function recoverySettings(log: string, point: RestorePoint): Record<string, string> {
  const quoted = `'${log.replaceAll("%", "%%").replaceAll("'", `'\\''`)}'`;
  return {
    restore_command: `cp ${quoted}/%f "%p"`,
    recovery_target_timeline: "current",
    recovery_target_action: "promote",
    archive_mode: "off",
    ...(point.to === "time" && { recovery_target_time: timeFor(point.at) }),
    ...(point.to === "manifest" && {
      recovery_target_lsn: point.manifest.point.position,
      recovery_target_inclusive: "off",
    }),
  };
}

/** A time as PostgreSQL reads it before it knows any time zones. */
export const timeFor = (at: Date) => at.toISOString().replace("T", " ").replace("Z", "+00");

async function expire({ at, keys, env, now }: Work): Promise<string[]> {
  const dropped: string[] = [];
  const mine = at.folder;
  for (const id of await readdir(env.backupDir!)) {
    if (!/^\d{10,}$/.test(id)) continue;
    const there = places(env, id);
    const found = await manifestsIn(there, keys);
    const fulls = found
      .filter(({ kind }) => kind === "full")
      .map(({ label, endedAt }) => ({ label, endedAt: new Date(endedAt) }));
    const grewUntil = there.folder === mine ? null : new Date(found[0]?.endedAt ?? 0);
    const gone = expiredChains(chainsOf(fulls, grewUntil), now).map(({ label }) => label);
    if (!gone.length) continue;
    for (const { label, base } of found.filter((one) => gone.includes(one.base))) {
      // the manifest first: what has none is no backup any more
      await rm(there.manifest(label), { force: true });
      if (label === base) await rm(there.data(label), { force: true });
      dropped.push(label);
    }
    const oldest = found
      .filter(({ kind, label }) => kind === "full" && !gone.includes(label))
      .map(({ log }) => log.from)
      .toSorted()[0];
    for (const name of await segmentsIn(there)) {
      if (oldest && name >= oldest) continue;
      await rm(there.segmentFact(name), { force: true });
      await rm(there.segment(name), { force: true });
    }
    await syncFolder(there.folder);
  }
  return dropped;
}
