import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open, rm } from "node:fs/promises";
import { type Duplex, Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";

import { Decrypter, Encrypter } from "age-encryption";

import { type BackedUpFile, BackupError } from "./backup";
import { PART, putInPlace } from "@/lib/durable";

/**
 * Packs and seals a stream into a file: gzip, then age (X25519, and ChaCha20-Poly1305 in chunks with a key of this
 * file's own), so that nothing readable touches the backup disk and any `age` opens it (P68). The file is there whole
 * or not at all.
 *
 * @param packed packs it; nothing more is to be gained from what is packed already
 * @returns the size and hash of what lies on the disk
 */
export async function sealFile(
  source: Readable,
  path: string,
  recipients: string[],
  packed: Duplex = createGzip({ level: 1 }),
): Promise<Omit<BackedUpFile, "name">> {
  const part = `${path}${PART}`;
  const hash = createHash("sha256");
  let bytes = 0;
  const count = new Transform({
    transform(chunk: Buffer, _, done) {
      hash.update(chunk);
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  // of several streams that fail together, the one that began it tells why
  let reason: unknown;
  const remember = (error: unknown) => {
    reason ??= error;
    throw error;
  };
  source.once("error", (error) => (reason ??= error));
  const seal = new Encrypter();
  for (const recipient of recipients) seal.addRecipient(recipient);
  try {
    await rm(part, { force: true });
    const file = await open(part, "wx", 0o600);
    try {
      const packing = pipeline(source, packed);
      packing.catch(() => {}); // heard below, once somebody reads what is packed
      const sealed = await seal.encrypt(Readable.toWeb(packed) as ReadableStream<Uint8Array>);
      const writing = pipeline(
        Readable.fromWeb(sealed as Parameters<typeof Readable.fromWeb>[0]),
        count,
        async (chunks: AsyncIterable<Buffer>) => {
          for await (const chunk of chunks) await file.writeFile(chunk).catch(remember);
        },
      );
      await Promise.all([packing, writing]);
      await file.sync();
    } finally {
      await file.close();
    }
    await putInPlace(part, path);
  } catch (error) {
    await rm(part, { force: true }).catch(() => {});
    throw reason ?? error;
  }
  return { sha256: hash.digest("hex"), bytes };
}

/**
 * Opens a sealed file as a stream. Each chunk is checked before it is handed on, and a file cut short fails; the
 * caller still must not act on any of it before the stream has ended.
 *
 * @throws BackupError `wrong_key` when none of the keys opens it, `damaged` when it is not as it was written
 */
export async function openSealed(
  path: string,
  keys: string[],
  unpacked: Duplex = createGunzip(),
): Promise<Readable> {
  const plain = await decrypted(path, keys);
  // whatever goes wrong reaches the one who reads
  pipeline(Readable.fromWeb(plain as Parameters<typeof Readable.fromWeb>[0]), unpacked).catch(
    () => {},
  );
  return Readable.from(whole(unpacked, path));
}

async function decrypted(path: string, keys: string[]): Promise<ReadableStream<Uint8Array>> {
  const open = new Decrypter();
  for (const key of keys) open.addIdentity(key);
  const stored = Readable.toWeb(createReadStream(path)) as ReadableStream<Uint8Array>;
  try {
    return await open.decrypt(stored);
  } catch (cause) {
    throw cause instanceof Error && /no identity matched/i.test(cause.message)
      ? new BackupError(
          "wrong_key",
          `The key does not open ${path}: give the one it was sealed for.`,
          { cause },
        )
      : damaged(path, cause);
  }
}

/** Whether one of the keys opens a sealed file; only its beginning is read. A file that is missing or damaged is another matter. */
export async function canOpen(path: string, keys: string[]): Promise<boolean> {
  try {
    await (await decrypted(path, keys)).cancel();
    return true;
  } catch (error) {
    if (error instanceof BackupError && error.code === "wrong_key") return false;
    throw error;
  }
}

async function* whole(unpacked: AsyncIterable<Buffer>, path: string): AsyncGenerator<Buffer> {
  try {
    yield* unpacked;
  } catch (cause) {
    throw damaged(path, cause);
  }
}

const damaged = (path: string, cause: unknown) =>
  new BackupError("damaged", `${path} is not as it was written: it cannot be used.`, { cause });

/** The hash of a file as it lies there. */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  try {
    for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  } catch (cause) {
    throw new BackupError("missing", `${path} is missing or cannot be read.`, { cause });
  }
  return hash.digest("hex");
}
