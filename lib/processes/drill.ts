import { fork } from "node:child_process";
import { copyFileSync, cpSync, existsSync } from "node:fs";
import { dirname, join } from "node:path";

import pg from "pg";

import { BackupError, type Manifest, type Progress, rowsOf, troubleOf } from "@/lib/backups/backup";
import { countRows } from "@/lib/backups/count-rows";
import type { Engine } from "@/lib/backups/engine";
import { journalFile } from "@/lib/backups/journal";
import { fillStore, openNewestKeySet } from "@/lib/backups/key-sets";
import { backupKeys } from "@/lib/backups/keys";
import { noteDrill } from "@/lib/backups/rows";
import type { Env } from "@/lib/env";
import { keysApart } from "@/lib/vault/keys-apart";
import { oneDrillAtATime } from "./drill-turn";
import { clearPassing, passingFolder, startRebuilt } from "./rebuilt-postgres";
import type { Rehearsed } from "./rehearsal";

export type Drilled = {
  label: string;
  /** seconds of work that would have been lost */
  recoveryPoint: number;
  /** milliseconds until the application answered */
  recoveryTime: number;
  rows: number;
} & Rehearsed;

/**
 * Rehearses a restore (P70): the newest backup is recovered into an instance that is thrown away afterwards, its rows are counted
 * against the signed manifest, sealed fields are opened, erasures replayed, and the application must answer from it. What that took is
 * measured and noted, also when it failed. A second one is refused while one is under way, and nothing is noted of it.
 *
 * @param rehearsal the program that is the application of that instance
 */
export async function drill(
  env: Env,
  ownerUrl: string,
  engine: Engine,
  keys: string[],
  rehearsal: URL,
  tell: Progress,
): Promise<Drilled> {
  return oneDrillAtATime(ownerUrl, () => drillNow(env, ownerUrl, engine, keys, rehearsal, tell));
}

async function drillNow(
  env: Env,
  ownerUrl: string,
  engine: Engine,
  keys: string[],
  rehearsal: URL,
  tell: Progress,
): Promise<Drilled> {
  const at = new Date();
  let label: string | null = null;
  try {
    const [newest] = await engine.manifests();
    const { restorableTo, gap } = await engine.inventory();
    if (!newest)
      throw new BackupError(
        "no_backup",
        "There is no backup to rehearse with: make one with npx castellan backup.",
      );
    label = newest.label;
    if (gap || !restorableTo)
      throw new BackupError(
        "missing",
        "A piece of the write-ahead log is missing: make a new full with npx castellan backup.",
      );
    const done = await rehearse(env, engine, newest, keys, rehearsal, tell);
    const drilled = {
      label,
      ...done,
      recoveryPoint: Math.max(0, Math.round((at.getTime() - restorableTo.getTime()) / 1000)),
      recoveryTime: Date.now() - at.getTime(),
      rows: rowsOf(newest),
    };
    await noteDrill(ownerUrl, { at, outcome: "passed", trouble: null, ...drilled });
    return drilled;
  } catch (error) {
    await noteDrill(ownerUrl, { at, label, outcome: "failed", trouble: troubleOf(error) });
    throw error;
  }
}

async function rehearse(
  env: Env,
  engine: Engine,
  manifest: Manifest,
  keys: string[],
  rehearsal: URL,
  tell: Progress,
): Promise<Rehearsed> {
  try {
    const point = { to: "manifest", manifest } as const;
    const { folder, postgres } = await startRebuilt(env, engine, "drill", point, keys, tell);
    try {
      tell("Counting rows…");
      await countsAreRight(postgres.ownerUrl, manifest);
      await layOutKeys(env, folder, postgres.ownerUrl, keys, tell);
      tell("Starting the application…");
      return await answer(env, folder, postgres.ownerUrl, rehearsal);
    } finally {
      await postgres.stop();
    }
  } finally {
    await clearPassing(passingFolder(env, "drill"));
  }
}

/** Not one row more or less, in any table of any account. */
async function countsAreRight(ownerUrl: string, manifest: Manifest): Promise<void> {
  const client = new pg.Client(ownerUrl);
  await client.connect();
  try {
    const found = await countRows(client);
    const wrong = Object.keys({ ...manifest.tables, ...found.tables })
      .filter((table) => manifest.tables[table] !== found.tables[table])
      .map((table) => `${found.tables[table]} ${table} instead of ${manifest.tables[table]}`);
    const accounts = Object.keys({ ...manifest.accounts, ...found.accounts }).filter(
      (id) => !same(manifest.accounts[id], found.accounts[id]),
    );
    if (wrong.length + accounts.length)
      throw new BackupError(
        "counts_differ",
        `The restored database does not hold what the manifest says: ${wrong.join(", ") || "all tables as they should be"}, and other counts in ${accounts.length} accounts.`,
      );
  } finally {
    await client.end();
  }
}

const same = (a: Record<string, number> = {}, b: Record<string, number> = {}) =>
  Object.keys({ ...a, ...b }).every((table) => a[table] === b[table]);

/**
 * Gives the copy the keys of accounts and persons out of their newest set, as a lost machine would get them: never those in use, so that
 * sets nobody can open are found out in time.
 */
async function layOutKeys(
  env: Env,
  folder: string,
  ownerUrl: string,
  privateKeys: string[],
  tell: Progress,
): Promise<void> {
  const client = new pg.Client(ownerUrl);
  await client.connect();
  try {
    const { rows: known } = await client.query("select to_regclass('key_place') as found");
    if (!known[0].found) return;
    const { rows } = await client.query<{ store: string }>(
      "select store from key_place where place <> 'together'",
    );
    if (!rows.length) return;
    tell("Opening the keys of accounts and persons…");
    const opened = await openNewestKeySet(env, await backupKeys(env), rows[0]!.store, privateKeys);
    await fillStore(keysApart({ dataDir: folder, backupDir: null }), client, opened);
    await client.query("update key_place set place = 'apart', leaving = null");
  } finally {
    await client.end();
  }
}

/**
 * A configuration with a mail server stays one: an origin that people reach over the network does not start without. The copy runs no
 * worker and must reach nobody, so its mail server has a name that never resolves (RFC 2606).
 */
const NO_MAIL_SERVER = "smtps://drill.invalid";

/** Lets the application of this version work on the restored data, in a data directory of its own. */
async function answer(
  env: Env,
  folder: string,
  ownerUrl: string,
  rehearsal: URL,
): Promise<Rehearsed> {
  if (!env.rootKey) copyFileSync(join(env.dataDir, "root.key"), join(folder, "root.key"));
  if (existsSync(journalFile(env)))
    cpSync(dirname(journalFile(env)), join(folder, "erasures"), { recursive: true });
  const {
    SMTP_URL: mail,
    CASTELLAN_KEY_STORE: _live,
    CASTELLAN_APP_DATABASE_URL: _theirs,
    VITEST: _ours,
    ...inherited
  } = process.env;
  const child = fork(rehearsal, {
    env: {
      ...inherited,
      ...(mail?.trim() && { SMTP_URL: NO_MAIL_SERVER }),
      DATABASE_URL: ownerUrl,
      CASTELLAN_DATA_DIR: folder,
      CASTELLAN_PROCESS: "drill",
    },
    execArgv: ["--enable-source-maps"],
    silent: true,
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding("utf8").on("data", (text: string) => (said += text));
  let result: Rehearsed | { failed: string } | undefined;
  child.on("message", (message: Rehearsed | { failed: string }) => (result = message));
  await new Promise((gone) => child.once("close", gone));
  if (result && !("failed" in result)) return result;
  throw new BackupError(
    "no_answer",
    `The application does not answer from the restored database: ${result?.failed ?? (said.trim().split("\n").at(-1) || "it ended without a word")}`,
  );
}
