import { readdir, rm } from "node:fs/promises";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";

import { z } from "zod";

import { day } from "@/lib/clock";
import { syncFolder } from "@/lib/durable";
import type { Env } from "@/lib/env";
import { keyStoreOf } from "@/lib/vault/key-place";
import { keysIn, textOf } from "@/lib/vault/keys-apart";
import type { Asked, SeparateStore, StoredKeys } from "@/lib/vault/stored-keys";
import { BackupError } from "./backup";
import { type BackupKeys, forgetDrillKeysBefore, makeDrillKey, recipientsOfKeySets } from "./keys";
import { hashFile, openSealed, sealFile } from "./sealed-file";
import { readSigned, writeSigned } from "./signed";

/** A whole set each day; between two, what was added since. */
const SET_EVERY = day;
const SET = "key set";
const LOCK = 0x6b73_6574;

/** What one file of a set promises to hold, signed. Part 0 is everything of that moment, the others are what came after it, in order. */
const Part = z.strictObject({
  format: z.literal(1),
  set: z.string(),
  part: z.int().nonnegative(),
  store: z.uuid(),
  at: z.iso.datetime(),
  owners: z.int(),
  sha256: z.string().length(64),
  bytes: z.int(),
});
type Part = z.infer<typeof Part>;

const folderOf = (env: Env, store: string) => join(env.backupDir ?? "", "keys", store);
const partName = (set: string, part: number) => `${set}.${part}`;
const sealedAt = (folder: string, { set, part }: Pick<Part, "set" | "part">) =>
  join(folder, `${partName(set, part)}.jsonl.gz.age`);
const manifestAt = (folder: string, { set, part }: Pick<Part, "set" | "part">) =>
  join(folder, `${partName(set, part)}.json`);

/** `20261124T222609123Z-keys` */
const setLabel = (at: Date) => `${at.toISOString().replaceAll(/[-:.]/g, "")}-keys`;
const timeOf = (set: string) =>
  new Date(
    set.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z-keys$/, "$1-$2-$3T$4:$5:$6.$7Z"),
  );

/**
 * Copies keys that are apart to the backup disk, sealed: everything once a day, and at once whatever was added. It runs before any piece
 * of the write-ahead log is shipped, so that data is never there without its keys (P66).
 */
export async function shipKeys(env: Env, on: Asked, keys: BackupKeys, now: Date): Promise<void> {
  const { separate } = await keyStoreOf(on);
  if (!separate) return;
  await on.query("select pg_advisory_lock($1)", [LOCK]);
  try {
    const store = (await separate.id())!;
    const folder = folderOf(env, store);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    await clearParts(folder);
    const [newest] = await setsIn(folder);
    if (!newest || now.getTime() - newest.at.getTime() >= SET_EVERY)
      await makeSet(env, on, keys, separate, store, now);
    else await addToSet(env, keys, separate, store, newest, now);
  } finally {
    await on.query("select pg_advisory_unlock($1)", [LOCK]);
  }
}

async function makeSet(
  env: Env,
  on: Asked,
  keys: BackupKeys,
  separate: SeparateStore,
  store: string,
  now: Date,
): Promise<void> {
  const set = setLabel(now);
  const fresh = await separate.unshipped();
  await makeDrillKey(env, set, "keySets");
  await write(env, keys, { set, part: 0, store, at: now }, everyone(separate, on));
  await separate.shipped(fresh);
  await forgetDrillKeysBefore(env, set, "keySets");
}

async function addToSet(
  env: Env,
  keys: BackupKeys,
  separate: SeparateStore,
  store: string,
  { set, parts }: KeySet,
  now: Date,
): Promise<void> {
  const fresh = await separate.unshipped();
  if (!fresh.length) return;
  await write(env, keys, { set, part: parts.length, store, at: now }, each(fresh));
  await separate.shipped(fresh);
}

async function* everyone(separate: SeparateStore, on: Asked): AsyncGenerator<StoredKeys> {
  for await (const batch of separate.walk(on)) yield* batch;
}

async function* each(stored: StoredKeys[]): AsyncGenerator<StoredKeys> {
  yield* stored;
}

async function write(
  env: Env,
  keys: BackupKeys,
  { at, ...of }: Pick<Part, "set" | "part" | "store"> & { at: Date },
  stored: AsyncIterable<StoredKeys>,
): Promise<void> {
  const folder = folderOf(env, of.store);
  let owners = 0;
  const lines = async function* () {
    for await (const one of stored) {
      owners += 1;
      yield `${textOf(one)}\n`;
    }
  };
  const recipients = await recipientsOfKeySets(env, keys);
  const file = await sealFile(Readable.from(lines()), sealedAt(folder, of), recipients);
  const manifest: Part = { format: 1, ...of, at: at.toISOString(), owners, ...file };
  await writeSigned(manifestAt(folder, of), SET, manifest, keys);
}

/** A set as it lies there, by its names alone. */
type KeySet = { set: string; at: Date; parts: number[] };

/** The sets of a store, the newest first. */
async function setsIn(folder: string): Promise<KeySet[]> {
  const found = new Map<string, number[]>();
  for (const name of await readdir(folder).catch(() => [])) {
    const [, set, part] = /^(\d{8}T\d{9}Z-keys)\.(\d+)\.json$/.exec(name) ?? [];
    if (set) found.set(set, [...(found.get(set) ?? []), Number(part)]);
  }
  return [...found]
    .map(([set, parts]) => ({ set, at: timeOf(set), parts: parts.toSorted((a, b) => a - b) }))
    .toSorted((a, b) => (a.set < b.set ? 1 : -1));
}

/** What somebody who was killed has left: a file without its manifest is none. */
async function clearParts(folder: string): Promise<void> {
  for (const name of await readdir(folder))
    if (/\.age(\.part)?$/.test(name) || name.endsWith(".json.part")) {
      const manifest = name.replace(/\.jsonl\.gz\.age(\.part)?$/, ".json");
      if (name.endsWith(".part") || !existsSync(join(folder, manifest)))
        await rm(join(folder, name), { force: true });
    }
}

/** How the copies of keys stand; null when keys are with the data. */
export type KeyCopies = {
  sets: number;
  newest: Date | null;
  oldest: Date | null;
  /** new keys that are not copied yet */
  waiting: number;
};

export async function keyCopies(env: Env, on: Asked): Promise<KeyCopies | null> {
  const { separate } = await keyStoreOf(on);
  if (!separate) return null;
  const sets = await setsIn(folderOf(env, (await separate.id())!));
  return {
    sets: sets.length,
    newest: sets[0]?.at ?? null,
    oldest: sets.at(-1)?.at ?? null,
    waiting: (await separate.unshipped()).length,
  };
}

/**
 * Deletes sets that are older than copies of keys may be, whosever they are; the newest of the store in use stays until there is
 * another, and is an alarm by then.
 *
 * @returns the sets that are gone
 */
export async function expireKeySets(env: Env, on: Asked, now: Date): Promise<string[]> {
  const { separate } = await keyStoreOf(on);
  const inUse = (await separate?.id()) ?? null;
  const all = join(env.backupDir ?? "", "keys");
  const gone: string[] = [];
  for (const store of await readdir(all).catch(() => [])) {
    const folder = join(all, store);
    const sets = await setsIn(folder);
    const old = sets
      .slice(store === inUse ? 1 : 0)
      .filter(({ at }) => now.getTime() - at.getTime() >= env.keyRetentionDays * day);
    for (const { set, parts } of old) {
      for (const part of parts) {
        // the manifest first: what has none is no copy any more
        await rm(manifestAt(folder, { set, part }), { force: true });
        await rm(sealedAt(folder, { set, part }), { force: true });
      }
      gone.push(set);
    }
    if (old.length) await syncFolder(folder);
  }
  return gone;
}

/** Whether any copy of keys lies on the backup disk. */
export async function hasKeySets(env: Env): Promise<boolean> {
  const all = join(env.backupDir ?? "", "keys");
  return (await readdir(all).catch(() => [])).length > 0;
}

export type OpenedKeys = { set: string; store: string; at: Date; stored: StoredKeys[] };

/**
 * The newest set with all that was added to it, each file checked against what was signed before it is opened.
 *
 * @param store which store's; null for whichever has the newest
 * @throws BackupError when there is none, a part is missing or changed, or no key opens it
 */
export async function openNewestKeySet(
  env: Env,
  keys: BackupKeys,
  store: string | null,
  privateKeys: string[],
): Promise<OpenedKeys> {
  const all = join(env.backupDir ?? "", "keys");
  const stores = store ? [store] : await readdir(all).catch(() => []);
  const newest = await Promise.all(
    stores.map(async (one) => ({ store: one, set: (await setsIn(join(all, one)))[0] })),
  );
  const found = newest
    .filter(({ set }) => set !== undefined)
    .toSorted((a, b) => (a.set!.set < b.set!.set ? 1 : -1))[0];
  if (!found?.set)
    throw new BackupError(
      "missing",
      `There is no copy of the keys of accounts and persons in ${all}: without it nothing of theirs can be read.`,
    );
  const { set, parts } = found.set;
  const folder = join(all, found.store);
  const stored = new Map<string, StoredKeys>();
  let at = new Date(0);
  for (let part = 0; part <= parts.at(-1)!; part++) {
    const manifest = await readSigned(manifestAt(folder, { set, part }), SET, Part, keys.trusted);
    if (manifest.set !== set || manifest.part !== part || manifest.store !== found.store)
      throw new BackupError(
        "unsigned",
        `${manifestAt(folder, { set, part })} is of another place: this set cannot be trusted.`,
      );
    for (const one of await openPart(folder, manifest, privateKeys)) stored.set(one.owner, one);
    at = new Date(manifest.at);
  }
  return { set, store: found.store, at, stored: [...stored.values()] };
}

async function openPart(folder: string, part: Part, privateKeys: string[]): Promise<StoredKeys[]> {
  const path = sealedAt(folder, part);
  if ((await hashFile(path)) !== part.sha256)
    throw new BackupError(
      "damaged",
      `${path} is not as it was written: this set of keys cannot be used.`,
    );
  const chunks: Buffer[] = [];
  for await (const chunk of await openSealed(path, privateKeys)) chunks.push(chunk as Buffer);
  const lines = Buffer.concat(chunks).toString().split("\n").filter(Boolean);
  return lines.map(keysIn);
}

/** Puts opened keys into a store that is not there. Cut short anywhere, it is not there yet, and the next try goes on. */
export async function fillStore(
  separate: SeparateStore,
  on: Asked,
  { store, stored }: OpenedKeys,
): Promise<void> {
  await separate.prepare();
  await separate.put(on, stored);
  await separate.found(store);
}
