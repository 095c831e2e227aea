import { createHash, randomBytes } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { type Env, StartError } from "@/lib/env";

/** The key that wraps all others. It never enters the database; `id` is its fingerprint. */
export type RootKey = { id: string; key: Buffer };

export function rootKeyOf(base64: string): RootKey {
  const key = Buffer.from(base64.trim(), "base64");
  if (key.length !== 32) {
    throw new StartError(
      "The root key is not 32 bytes in base64. Put back the right key, or restore root.key.",
    );
  }
  return {
    id: createHash("sha256").update("castellan root key").update(key).digest("hex").slice(0, 16),
    key,
  };
}

export const newRootKey = () => randomBytes(32).toString("base64");

const fileIn = (dataDir: string) => join(dataDir, "root.key");
const nextFileIn = (dataDir: string) => join(dataDir, "root.key.next");

/**
 * The root keys at hand, the current one first: from `CASTELLAN_ROOT_KEY` (with `CASTELLAN_ROOT_KEY_NEXT` while it
 * is being replaced), else from the data directory. Empty when there is none yet.
 */
export function rootKeys(env: Env): RootKey[] {
  if (env.rootKey) {
    return [env.rootKey, env.nextRootKey].filter((key) => key !== null).map(rootKeyOf);
  }
  return [fileIn(env.dataDir), nextFileIn(env.dataDir)]
    .filter((file) => existsSync(/*turbopackIgnore: true*/ file))
    .map((file) => rootKeyOf(readFileSync(/*turbopackIgnore: true*/ file, "utf8")));
}

/** Makes the first root key of an installation, readable by its owner alone. */
export function createRootKeyFile(env: Env): RootKey {
  return write(env.dataDir, fileIn(env.dataDir));
}

/** The key to rotate to; the same one again when an earlier rotation was interrupted. */
export function nextRootKeyFile(env: Env): RootKey {
  const file = nextFileIn(env.dataDir);
  return existsSync(file) ? rootKeyOf(readFileSync(file, "utf8")) : write(env.dataDir, file);
}

/** Ends a rotation: the next key becomes the key. */
export function adoptNextRootKeyFile(env: Env): void {
  renameSync(nextFileIn(env.dataDir), fileIn(env.dataDir));
}

function write(dataDir: string, file: string): RootKey {
  mkdirSync(dataDir, { recursive: true });
  const base64 = newRootKey();
  writeFileSync(file, `${base64}\n`, { flag: "wx", mode: 0o400, flush: true });
  chmodSync(file, 0o400);
  return rootKeyOf(base64);
}
