import { createWriteStream } from "node:fs";
import { mkdir, open, readdir, readlink, stat } from "node:fs/promises";
import { dirname, join, normalize, sep } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

import { extract, pack, type Pack } from "tar-stream";

import { BackupError } from "./backup";

/** What PostgreSQL makes anew by itself, by its manual's chapter on base backups; folders stay, empty. */
const emptied = [
  "pg_wal",
  "pg_replslot",
  "pg_dynshmem",
  "pg_notify",
  "pg_serial",
  "pg_snapshots",
  "pg_stat_tmp",
  "pg_subtrans",
];
const leftOut =
  /^(postmaster\.(pid|opts)|pg_internal\.init.*|pgsql_tmp.*|backup_label.*|tablespace_map.*|.*\.signal)$/;

type Entry = { path: string; name: string; folder: boolean };

/**
 * The files of a running cluster as a tar, between `pg_backup_start` and `pg_backup_stop`. A file may grow or shrink while it is
 * read; what the log says afterwards puts that right.
 *
 * @param more the last entries, made when everything else has been read: `backup_label` among them
 * @param read told how many bytes were read so far
 */
export function archiveCluster(
  cluster: string,
  more: () => Promise<Record<string, string>>,
  read: (bytes: number) => void,
): Readable {
  const tar = pack();
  void (async () => {
    try {
      let bytes = 0;
      for (const entry of await entriesOf(cluster)) {
        if (entry.folder) await addFolder(tar, entry.name);
        else bytes += await addFile(tar, entry);
        read(bytes);
      }
      for (const [name, text] of Object.entries(await more())) await addText(tar, name, text);
      tar.finalize();
    } catch (error) {
      tar.destroy(error as Error);
    }
  })();
  return tar;
}

/** Everything to read, `pg_control` last. */
async function entriesOf(cluster: string): Promise<Entry[]> {
  const found = await walk(cluster, "");
  const last = (one: Entry) => Number(one.name === "global/pg_control");
  return found.toSorted((a, b) => last(a) - last(b));
}

async function walk(cluster: string, below: string): Promise<Entry[]> {
  const found: Entry[] = [];
  for (const entry of await readdir(join(cluster, below), { withFileTypes: true })) {
    const name = below ? `${below}/${entry.name}` : entry.name;
    const path = join(cluster, name);
    if (leftOut.test(entry.name)) continue;
    if (entry.isSymbolicLink())
      throw new BackupError(
        "tablespace",
        `${path} leads to ${await readlink(path)}: a database with tablespaces is backed up with pgBackRest.`,
      );
    if (entry.isDirectory()) {
      found.push({ path, name, folder: true });
      if (!emptied.includes(name)) found.push(...(await walk(cluster, name)));
      else if (name === "pg_wal")
        found.push({ path: "", name: "pg_wal/archive_status", folder: true });
    } else if (entry.isFile()) {
      found.push({ path, name, folder: false });
    }
  }
  return found;
}

const addFolder = (tar: Pack, name: string) =>
  new Promise<void>((done, fail) =>
    tar.entry({ name, type: "directory", mode: 0o700 }, (error) => (error ? fail(error) : done())),
  );

export const addText = (tar: Pack, name: string, text: string) =>
  new Promise<void>((done, fail) =>
    tar.entry({ name, mode: 0o600 }, text, (error) => (error ? fail(error) : done())),
  );

/** Adds exactly as many bytes as the file had when it was opened. One that is gone by now is left to the log. */
async function addFile(tar: Pack, { path, name }: Entry): Promise<number> {
  const file = await open(path, "r").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  if (!file) return 0;
  try {
    const { size } = await file.stat();
    const entry = tar.entry({ name, size, mode: 0o600 });
    const ended = new Promise<void>((done, fail) => {
      entry.once("finish", () => done());
      entry.once("error", fail);
      entry.once("close", () => done());
    });
    for (let at = 0; at < size;) {
      const chunk = Buffer.alloc(Math.min(1 << 18, size - at));
      const { bytesRead } = await file.read(chunk, 0, chunk.length, at);
      // shorter than it was: PostgreSQL cut it off meanwhile, and the log knows
      at += bytesRead || chunk.length;
      const part = bytesRead ? chunk.subarray(0, bytesRead) : chunk;
      if (!entry.write(part)) {
        await new Promise((go) => {
          entry.once("drain", go);
          entry.once("close", go);
        });
      }
    }
    entry.end();
    await ended;
    return size;
  } finally {
    await file.close();
  }
}

/** Unpacks such a tar into a folder that is made for it. */
export async function unpackCluster(source: Readable, into: string): Promise<void> {
  await mkdir(into, { mode: 0o700 });
  const tar = extract();
  const unpacking = (async () => {
    for await (const entry of tar) {
      const { name, type } = entry.header;
      const path = join(into, normalize(name));
      if (!path.startsWith(into + sep))
        throw new BackupError("damaged", `The backup names a file outside of its folder: ${name}.`);
      if (type === "directory") {
        await mkdir(path, { recursive: true, mode: 0o700 });
        entry.resume();
      } else {
        await mkdir(dirname(path), { recursive: true, mode: 0o700 });
        await pipeline(entry, createWriteStream(path, { mode: 0o600, flags: "wx" }));
      }
    }
  })();
  await Promise.all([pipeline(source, tar), unpacking]);
}

/** How many bytes there are to read, for telling how far it is. */
export async function sizeOf(folder: string): Promise<number> {
  let bytes = 0;
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    const found = await stat(join(entry.parentPath, entry.name)).catch(() => null);
    bytes += found?.size ?? 0;
  }
  return bytes;
}
