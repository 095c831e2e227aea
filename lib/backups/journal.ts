import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, open, readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import { z } from "zod";

import type { Database } from "@/lib/db/connection";
import { newId } from "@/lib/db/id";
import { erasures } from "@/lib/db/schema";
import { type Env, readEnv } from "@/lib/env";
import { log } from "@/lib/log";
import { installationKey } from "@/lib/vault/keyring";
import { writeWhole } from "@/lib/durable";

const Erasure = z.strictObject({
  id: z.uuid(),
  at: z.iso.datetime(),
  kind: z.enum(erasures.kind.enumValues),
  accountId: z.uuid(),
  objectId: z.uuid(),
  personId: z.uuid().nullable(),
});
export type Erasure = z.infer<typeof Erasure>;

const Line = Erasure.extend({ mac: z.string() });

/** The journal of this machine. */
export const journalFile = (env: Env) => join(env.dataDir, "erasures", `${NAME}.jsonl`);
/** Where copies of every machine's journal lie, beside the backups they will be replayed on. */
export const journalCopies = (env: Env) => (env.backupDir ? join(env.backupDir, "erasures") : null);

const NAME = "journal";

/**
 * Notes outside the database that something was permanently deleted or revoked, so that no restore brings it back. Written as the last
 * step of the transaction and synced to disk before its commit: opaque ids and a time, nothing that tells who it was. Should the
 * commit fail after all, the next start completes what was ordered.
 */
export async function journalErasure(
  db: Database,
  erased: Pick<Erasure, "kind" | "accountId" | "objectId" | "personId">,
  now: Date,
): Promise<void> {
  const erasure: Erasure = { id: newId(), at: now.toISOString(), ...erased };
  await db.insert(erasures).values({ ...erasure, at: now });
  const [key] = await installationKey(db, "journal");
  const line = JSON.stringify({ ...erasure, mac: macOf(key!.key, erasure) });
  const env = readEnv(process.env);
  await append(journalFile(env), line);
  const copies = journalCopies(env);
  if (!copies || !env.backupDir || !existsSync(env.backupDir)) return;
  // the worker copies the whole journal every minute; this only narrows what a lost disk could lose
  await append(join(copies, `${await machineOf(env)}.jsonl`), line).catch((error: unknown) =>
    log.warn({ err: error }, "the copy of the erasure journal could not be written"),
  );
}

const macOf = (key: Buffer, { id, at, kind, accountId, objectId, personId }: Erasure) =>
  createHmac("sha256", key)
    .update(["castellan erasure", id, at, kind, accountId, objectId, personId ?? ""].join("\n"))
    .digest("base64url");

/** One write, so that lines of several processes never mix; it begins a new line in case another died within its own. */
async function append(path: string, line: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const file = await open(path, "a", 0o600);
  try {
    await file.write(`\n${line}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Several machines may share a backup disk; each has a copy of its own there. */
async function machineOf(env: Env): Promise<string> {
  const path = join(env.dataDir, "erasures", "machine");
  if (!existsSync(path)) {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await writeWhole(path, randomUUID());
  }
  return (await readFile(path, "utf8")).trim();
}

/** Copies this machine's journal to the backup disk, where it differs. */
export async function copyJournal(env: Env): Promise<void> {
  const copies = journalCopies(env);
  if (!copies || !existsSync(journalFile(env))) return;
  const lines = await readFile(journalFile(env));
  const copy = join(copies, `${await machineOf(env)}.jsonl`);
  const there = await readFile(copy).catch(() => null);
  if (there?.equals(lines)) return;
  await mkdir(copies, { recursive: true, mode: 0o700 });
  await writeWhole(copy, lines);
}

export type Journal = {
  /** each erasure once, the oldest first */
  erasures: Erasure[];
  /** lines that are not as they were written */
  damaged: number;
};

/** Everything the journals know: this machine's, and all copies on the backup disk. */
export async function readJournals(env: Env, key: Buffer): Promise<Journal> {
  const copies = journalCopies(env);
  const names = copies ? await readdir(copies).catch(() => []) : [];
  const paths = [
    journalFile(env),
    ...names.filter((name) => name.endsWith(".jsonl")).map((name) => join(copies!, name)),
  ];
  const found = new Map<string, Erasure>();
  let damaged = 0;
  for (const path of paths) {
    const lines = (await readFile(path, "utf8").catch(() => "")).split("\n").filter(Boolean);
    for (const line of lines) {
      const erasure = lineOf(line, key);
      if (erasure) found.set(erasure.id, erasure);
      else damaged += 1;
    }
  }
  const sorted = [...found.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return { erasures: sorted, damaged };
}

function lineOf(line: string, key: Buffer): Erasure | null {
  let read: unknown;
  try {
    read = JSON.parse(line);
  } catch {
    return null;
  }
  const parsed = Line.safeParse(read);
  if (!parsed.success) return null;
  const { mac, ...erasure } = parsed.data;
  const [given, right] = [mac, macOf(key, erasure)].map((text) => Buffer.from(text));
  return given!.length === right!.length && timingSafeEqual(given!, right!) ? erasure : null;
}
