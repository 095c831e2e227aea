import { existsSync } from "node:fs";
import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { PassThrough, type Readable, Transform } from "node:stream";

import { generateX25519Identity, identityToRecipient } from "age-encryption";

import { openSealed, sealFile } from "@/lib/backups/sealed-file";
import { readEnv } from "@/lib/env";

const folder = () => join(readEnv(process.env).dataDir, "files", "exports");
const pathOf = (run: string) => join(folder(), `${run}.zip.age`);

/**
 * Writes an archive so that nothing readable ever touches the disk (P31): sealed with a key of this file's own, there whole
 * or not at all.
 *
 * @returns the key, which nobody has but the caller, and how big the archive is when it is opened
 */
export async function writeFile(
  run: string,
  archive: Readable,
): Promise<{ key: string; bytes: number }> {
  await mkdir(folder(), { recursive: true, mode: 0o700 });
  const key = await generateX25519Identity();
  let bytes = 0;
  const counted = new Transform({
    transform(chunk: Buffer, _, done) {
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  await sealFile(archive, pathOf(run), [await identityToRecipient(key)], counted);
  return { key, bytes };
}

/** Opens an archive as a stream; whoever reads it learns by an error that it is not as it was written. */
export const openFile = (run: string, key: string): Promise<Readable> =>
  openSealed(pathOf(run), [key], new PassThrough());

/** A restored database may know files that were never part of its backup. */
export const isThere = (run: string): boolean => existsSync(pathOf(run));

/** Every try that has left something on the disk, whole or begun. */
export async function runsOnDisk(): Promise<{ run: string; name: string }[]> {
  const names = await readdir(folder()).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  return names.map((name) => ({ run: name.split(".")[0]!, name }));
}

/** Removes whatever these tries have left on the disk. */
export async function removeRuns(runs: (string | null)[]): Promise<number> {
  const theirs = (await runsOnDisk()).filter(({ run }) => runs.includes(run));
  for (const { name } of theirs) await removeFile(name);
  return theirs.length;
}

export const removeFile = (name: string): Promise<void> =>
  rm(join(folder(), name), { force: true });
