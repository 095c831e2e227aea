import { randomBytes } from "node:crypto";
import { crc32 } from "node:zlib";

/** What every key begins with, so that people and secret scanners recognise one. */
export const KEY_PREFIX = "castellan_";

/** 256 random bits behind the prefix, and a checksum by which a mistyped or cut key is told from an unknown one. */
export function newKey(): string {
  const body = randomBytes(32).toString("base64url");
  return `${KEY_PREFIX}${body}${checksum(body)}`;
}

/** Whether a text has the form of a key, checksum included. */
export function isKey(text: string): boolean {
  const match = /^castellan_([\w-]{43})([\da-f]{8})$/.exec(text);
  return match !== null && checksum(match[1]!) === match[2];
}

const checksum = (body: string) => crc32(body).toString(16).padStart(8, "0");
