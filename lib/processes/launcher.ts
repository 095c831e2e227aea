import { existsSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { issueSetUpLink } from "@/lib/accounts/issue-set-up-link";
import { appPool } from "@/lib/db/connection";
import { letThrough } from "@/lib/egress/ways";
import { readEnv, StartError, type Env } from "@/lib/env";
import { announce, announcedDatabase, holdDataDir, prepareDataDir, withdraw } from "./data-dir";
import { startInstallationPostgres } from "./installation-postgres";
import { portIsFree } from "./listening";
import { makeReady, restoredSentence } from "./make-ready";
import { owner, passwordFile } from "./postgres-cluster";
import { keepInside } from "./keep-inside";
import { lastWords } from "./last-words";
import { keepRunning, type Kept } from "./supervise";

/** What has to be undone at the end, newest first. */
const undo: (() => Promise<unknown> | void)[] = [];
let ending: Promise<void> | null = null;

keepInside();
process.on("SIGINT", () => void end(0));
process.on("SIGTERM", () => void end(0));
endWithNpm();

await start().catch((error: unknown) => {
  if (!ending) console.error(`\n${lastWords(error)}\n`);
  return end(1);
});

async function start(): Promise<void> {
  const env = readEnv(process.env);
  if (!env.databaseUrl || !env.rootKey) prepareDataDir(env.dataDir);
  if (!env.databaseUrl) await claimDataDir(env);
  await portIsFree(env);
  const ownerUrl = env.databaseUrl ?? (await startDatabase(env));
  const { moved, restored } = await makeReady(ownerUrl, env);
  if (moved) console.log(`\n${moved}`);
  if (restored) console.log(`\n${restoredSentence(restored)}`);
  const setUpLink = await issueSetUpLink();
  await appPool().end();

  const forBoth = { ...process.env };
  delete forBoth.DATABASE_URL;
  const processes = [
    keep("server", { ...forBoth, UV_THREADPOOL_SIZE: process.env.UV_THREADPOOL_SIZE ?? "8" }),
    keep("worker", {
      ...forBoth,
      DATABASE_URL: ownerUrl,
      CASTELLAN_DATABASE: env.databaseUrl ? "own" : "embedded",
    }),
  ];
  undo.push(() => Promise.all(processes.map((kept) => kept.stop())));
  await Promise.all(processes.map((kept) => kept.ready));
  await answers(env);
  greet(env, setUpLink);
}

/** Once npm itself is killed, nobody is left to stop what it started. */
function endWithNpm(): void {
  if (!["start", "dev"].includes(process.env.npm_lifecycle_event ?? "")) return;
  const npm = process.ppid;
  setInterval(() => process.ppid === npm || void end(0), 250).unref();
}

/** Another launcher that is just starting or stopping is waited for; one that runs is left alone. */
async function claimDataDir({ dataDir }: Env): Promise<void> {
  for (let waited = 0; ; waited += 100) {
    const release = await holdDataDir(dataDir);
    if (release) {
      undo.push(release);
      return withdraw(dataDir);
    }
    if (waited >= (announcedDatabase(dataDir) ? 1_500 : 30_000))
      throw new StartError(
        `Castellan is already running on ${dataDir}: use that one, stop it first, or choose another directory with CASTELLAN_DATA_DIR.`,
      );
    await pause(100);
  }
}

async function startDatabase(env: Env): Promise<string> {
  let current = startInstallationPostgres(env);
  undo.push(async () => (await current.catch(() => null))?.stop());
  const { ownerUrl, port } = await current;

  const watch = async (): Promise<void> => {
    await (
      await current
    ).ended;
    if (ending) return;
    console.error("The embedded database ended unexpectedly and is started again.");
    current = startInstallationPostgres(env, port);
    return watch();
  };
  watch().catch((error: unknown) => {
    console.error(lastWords(error));
    void end(1);
  });

  announce(env.dataDir, {
    port,
    owner,
    passwordFile: passwordFile(env.dataDir),
    origin: env.origin,
  });
  undo.push(() => withdraw(env.dataDir));
  return ownerUrl;
}

function keep(name: "server" | "worker", environment: NodeJS.ProcessEnv): Kept {
  return keepRunning(name, new URL(`./${name}.mjs`, import.meta.url), environment, (sentence) => {
    console.error(sentence);
    void end(1);
  });
}

/** The server listens; what counts is that it reaches its database too. */
async function answers({ host, port }: Env): Promise<void> {
  const address =
    host === "0.0.0.0"
      ? "127.0.0.1"
      : host === "::"
        ? "[::1]"
        : host.includes(":")
          ? `[${host}]`
          : host;
  letThrough({ host: address, port });
  for (let tries = 0; tries < 300 && !ending; tries++) {
    const answer = await fetch(`http://${address}:${port}/api/health`).catch(() => null);
    if (answer?.ok) return;
    await pause(100);
  }
  throw new StartError(
    `The server on port ${port} started but reports no good health: see the lines above for the reason.`,
  );
}

function greet(env: Env, setUpLink: string | null): void {
  console.log(`\nCastellan is ready at ${env.origin}`);
  if (env.loopback && !env.smtpUrl)
    console.log(`Letters are kept in the local mailbox: ${env.origin}/mailbox`);
  if (env.backupDir && !existsSync(env.backupDir))
    console.error(
      `No backups are made: the backup directory ${env.backupDir} is not there. Mount its disk, or correct CASTELLAN_BACKUP_DIR.`,
    );
  if (setUpLink)
    console.log(
      `\nNobody has an account yet. Open this link to set up the first one; it works once:\n${setUpLink}`,
    );
  console.log("\nCtrl-C stops everything.");
}

/** Ends everything that was started: first those who use the database, then the database. */
function end(code: number): Promise<void> {
  ending ??= (async () => {
    for (let step = undo.pop(); step; step = undo.pop()) {
      try {
        await step();
      } catch (error) {
        console.error(lastWords(error));
      }
    }
    process.exit(code);
  })();
  return ending;
}
