import { randomBytes, randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { link, mkdir, open, readdir, readFile, rename, rm, stat, unlink } from "node:fs/promises";
import { dirname, join } from "node:path";

import { z } from "zod";

import { hour } from "@/lib/clock";
import { PART, syncFolder, writeWhole } from "@/lib/durable";
import type { Env } from "@/lib/env";
import { type Owner, partsOf, type SeparateStore, type StoredKeys } from "./stored-keys";
import type { WrappedKey } from "./wrap";

const kinds = ["account", "person"] as const;
const SHARDS = Array.from({ length: 256 }, (_, n) => n.toString(16).padStart(2, "0"));
const END = ".json";
const AT_ONCE = 32;

/** One owner's keys, as their file has them; wrapped by the root key, so nothing in it is readable. */
export const KeyFile = z.strictObject({
  owner: z.string().regex(/^(account|person):[\da-f-]{36}$/),
  keys: z.array(z.strictObject({ version: z.int(), wrapped: z.base64(), rootKeyId: z.string() })),
});

/** Where the files are. */
export const keysFolder = (env: Pick<Env, "dataDir">) => join(env.dataDir, "keys");

/**
 * The keys in files of the data directory, one for each owner, so that no backup of the database has them. A file is whole or not
 * there; what was added and not yet copied to the backup disk is linked a second time, in `unshipped`.
 */
export function keysApart(env: Pick<Env, "dataDir" | "backupDir">): SeparateStore {
  const folder = keysFolder(env);
  const unshipped = join(folder, "unshipped");
  const idFile = join(folder, "store");
  const shardOf = (owner: Owner) => {
    const { kind, id } = partsOf(owner);
    return join(folder, kind, id.slice(-2));
  };
  const pathOf = (owner: Owner) => join(shardOf(owner), `${partsOf(owner).id}${END}`);
  const linkOf = (owner: Owner) => join(unshipped, `${owner.replace(":", "-")}${END}`);

  /** Files first, then the folders that name them. */
  async function write({ owner, keys }: StoredKeys, how: "new" | "over"): Promise<void> {
    const part = join(shardOf(owner), `${randomUUID()}${PART}`);
    const file = await open(part, "wx", 0o600);
    try {
      await file.writeFile(textOf({ owner, keys }));
      await file.sync();
    } finally {
      await file.close();
    }
    if (env.backupDir !== null) {
      await rm(linkOf(owner), { force: true });
      await link(part, linkOf(owner));
    }
    if (how === "over") await rename(part, pathOf(owner));
    else {
      await link(part, pathOf(owner));
      await unlink(part);
    }
    await Promise.all(
      [shardOf(owner), ...(env.backupDir === null ? [] : [unshipped])].map(syncFolder),
    );
  }

  return {
    async load(_, owner) {
      const file = await readKeys(pathOf(owner));
      return file?.keys ?? [];
    },

    add: (_, owner, key) => write({ owner, keys: [key] }, "new"),

    // Without their names first, so that nobody reads what is being overwritten.
    async destroy(_, owner) {
      const file = await open(pathOf(owner), "r+").catch(unlessMissing);
      if (!file) return [];
      try {
        const text = await file.readFile("utf8");
        for (const name of [pathOf(owner), linkOf(owner)]) await rm(name, { force: true });
        await Promise.all([shardOf(owner), unshipped].map(syncFolder));
        await file.write(randomBytes(Buffer.byteLength(text)), 0, null, 0);
        await file.sync();
        return keysIn(text).keys;
      } finally {
        await file.close();
      }
    },

    async *walk() {
      for (const kind of kinds)
        for (const shard of SHARDS) {
          const found = await readFolder(join(folder, kind, shard));
          if (found.length) yield found;
        }
    },

    async put(_, stored) {
      const missing = stored.filter(({ owner }) => !existsSync(pathOf(owner)));
      // a disk syncs many files in hardly more time than one
      for (let from = 0; from < missing.length; from += AT_ONCE)
        await Promise.all(missing.slice(from, from + AT_ONCE).map((one) => write(one, "new")));
      return [];
    },

    async replace(_, stored) {
      for (const one of stored) if (existsSync(pathOf(one.owner))) await write(one, "over");
    },

    async drop(on, owners) {
      for (const owner of owners) await this.destroy(on, owner);
    },

    async leave(on) {
      await rm(idFile, { force: true });
      for await (const _ of this.walk(on)) return;
      await rm(folder, { recursive: true, force: true });
      await syncFolder(dirname(folder));
    },

    async prepare() {
      for (const path of [unshipped, ...shardsIn(folder)]) {
        await mkdir(path, { recursive: true, mode: 0o700 });
        for (const name of await readdir(path))
          if (name.endsWith(PART)) await removeOld(join(path, name));
      }
      for (const path of [...kinds.map((kind) => join(folder, kind)), folder, dirname(folder)])
        await syncFolder(path);
    },

    id: async () => (await readFile(idFile, "utf8").catch(unlessMissing))?.trim() ?? null,

    found: (id) => writeWhole(idFile, `${id}\n`),

    unshipped: () => readFolder(unshipped),

    async shipped(stored) {
      for (const one of stored) {
        const now = await readKeys(linkOf(one.owner));
        if (now && textOf(now) === textOf(one)) await rm(linkOf(one.owner), { force: true });
      }
    },
  };
}

const shardsIn = (folder: string) =>
  kinds.flatMap((kind) => SHARDS.map((shard) => join(folder, kind, shard)));

/** A file somebody left half written; what is being written at this moment is another process's. */
async function removeOld(part: string): Promise<void> {
  const found = await stat(part).catch(unlessMissing);
  if (found && Date.now() - found.mtimeMs > hour) await rm(part, { force: true });
}

async function readFolder(path: string): Promise<StoredKeys[]> {
  const names = (await readdir(path).catch(unlessMissing)) ?? [];
  const found = await Promise.all(
    names.filter((name) => name.endsWith(END)).map((name) => readKeys(join(path, name))),
  );
  return found.filter((one) => one !== null);
}

/** Null when it is not there, or no longer. */
async function readKeys(path: string): Promise<StoredKeys | null> {
  const text = await readFile(path, "utf8").catch(unlessMissing);
  if (text === null) return null;
  try {
    return keysIn(text);
  } catch (cause) {
    if (!existsSync(path)) return null;
    throw new Error(`${path} is not as it was written`, { cause });
  }
}

/** A line of a set, and the whole of a file. */
export const textOf = ({ owner, keys }: StoredKeys): string =>
  JSON.stringify({
    owner,
    keys: keys.map(({ version, wrapped, rootKeyId }) => ({
      version,
      wrapped: wrapped.toString("base64"),
      rootKeyId,
    })),
  });

/** The same read back. */
export function keysIn(text: string): StoredKeys {
  const { owner, keys } = KeyFile.parse(JSON.parse(text));
  return {
    owner: owner as Owner,
    keys: keys.map(({ version, wrapped, rootKeyId }): WrappedKey => ({
      version,
      wrapped: Buffer.from(wrapped, "base64"),
      rootKeyId,
    })),
  };
}

function unlessMissing(error: NodeJS.ErrnoException): null {
  if (error.code === "ENOENT") return null;
  throw error;
}
