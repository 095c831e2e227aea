import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

const FORMAT = 1;
const NONCE = 12;
const TAG = 16;
const HEAD = 1 + 4 + NONCE;

/** Where a sealed value stands. It opens only there: a ciphertext moved elsewhere is refused. */
export type Place = { table: string; column: string; row: string };

/**
 * AES-256-GCM as stored: format ‖ key version ‖ 96-bit random nonce ‖ ciphertext ‖ 128-bit tag,
 * with owner, table, column and row as associated data (P29; ASVS V11.3.2, V11.3.3).
 */
export function sealBytes(
  key: Buffer,
  keyVersion: number,
  owner: string,
  place: Place,
  plain: Buffer,
): Buffer {
  const head = Buffer.allocUnsafe(HEAD);
  head.writeUInt8(FORMAT, 0);
  head.writeUInt32BE(keyVersion, 1);
  randomBytes(NONCE).copy(head, 5);
  const cipher = createCipheriv("aes-256-gcm", key, head.subarray(5), { authTagLength: TAG });
  cipher.setAAD(associated(owner, place));
  return Buffer.concat([head, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** Opens what `sealBytes` made. Nothing is released before the tag was checked; throws when it does not fit. */
export function openBytes(
  keyOf: (version: number) => Buffer | undefined,
  owner: string,
  place: Place,
  sealed: Buffer,
) {
  const key =
    sealed.length >= HEAD + TAG && sealed[0] === FORMAT ? keyOf(sealed.readUInt32BE(1)) : undefined;
  if (!key) {
    throw new Error(`cannot open ${place.table}.${place.column}: no key for it`);
  }
  const end = sealed.length - TAG;
  const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(5, HEAD), {
    authTagLength: TAG,
  });
  decipher.setAAD(associated(owner, place));
  decipher.setAuthTag(sealed.subarray(end));
  const plain = decipher.update(sealed.subarray(HEAD, end));
  const rest = decipher.final();
  return rest.length ? Buffer.concat([plain, rest]) : plain;
}

/** Length-prefixed, so that no two different places read the same. */
const associated = (owner: string, { table, column, row }: Place) =>
  Buffer.from([owner, table, column, row].map((part) => `${part.length}:${part}`).join(""));
