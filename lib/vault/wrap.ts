import { createHmac, randomBytes } from "node:crypto";

import type { RootKey } from "./root-key";
import { openBytes, sealBytes } from "./seal";

/** A key as it is stored: wrapped by a root key and bound to whose it is and which version. */
export type WrappedKey = { version: number; wrapped: Buffer; rootKeyId: string };

const WRAP = "castellan key wrap";
const wrappingKey = (root: RootKey) => createHmac("sha256", root.key).update(WRAP).digest();
const place = (owner: string, version: number) => ({
  table: "keys",
  column: owner,
  row: String(version),
});

export const newKey = () => randomBytes(32);

export function wrap(root: RootKey, owner: string, version: number, key: Buffer): WrappedKey {
  return {
    version,
    rootKeyId: root.id,
    wrapped: sealBytes(wrappingKey(root), 0, WRAP, place(owner, version), key),
  };
}

/** Throws when the root key at hand is not the one that wrapped it. */
export function unwrap(roots: readonly RootKey[], owner: string, stored: WrappedKey): Buffer {
  const root = roots.find((candidate) => candidate.id === stored.rootKeyId);
  if (!root) {
    throw new Error(
      `the key of ${owner} is wrapped by root key ${stored.rootKeyId}, which is not at hand`,
    );
  }
  return openBytes(() => wrappingKey(root), WRAP, place(owner, stored.version), stored.wrapped);
}
