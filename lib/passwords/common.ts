import { createHash } from "node:crypto";

import { readEnv, StartError } from "@/lib/env";

import { openBreachedFile, type BreachedFile } from "./breached-file";
import { base64, sha256 } from "./common-passwords";
import { fold } from "./fold";

const prefixBytes = 10;

type Lists = { common: Buffer; breached: BreachedFile | null };
let lists: Promise<Lists> | undefined;

/**
 * Is this password one that guessers try first? Looks in the bundled list, letter case aside, and in the operator's
 * own list when there is one. Nothing about the password leaves the machine.
 * Source: OWASP ASVS 5.0 V6.2.4 and V6.2.12.
 */
export async function isCommon(password: string): Promise<boolean> {
  const { common, breached } = await openPasswordLists();
  const text = password.normalize("NFC");
  const folded = fold(text);
  if (holds(common, createHash("sha256").update(folded).digest().subarray(0, prefixBytes)))
    return true;
  return breached !== null && ((await breached.has(text)) || (await breached.has(folded)));
}

/**
 * Opens the lists once. Await it at start: a damaged or missing list must stop the start, never be skipped.
 * @throws StartError whose message tells the operator what to do
 */
export function openPasswordLists(): Promise<Lists> {
  return (lists ??= open(readEnv(process.env).breachedPasswords));
}

async function open(breachedPath: string | null): Promise<Lists> {
  const common = checkedList({ base64, sha256 });
  return { common, breached: breachedPath ? await openBreachedFile(breachedPath) : null };
}

/** The bundled list as bytes, after its checksum was found right. */
export function checkedList(list: { base64: string; sha256: string }): Buffer {
  const bytes = Buffer.from(list.base64, "base64");
  if (bytes.length === 0 || createHash("sha256").update(bytes).digest("hex") !== list.sha256) {
    throw new StartError(
      "The list of common passwords is missing or damaged. Build Castellan again from an unchanged copy.",
    );
  }
  return bytes;
}

function holds(sorted: Buffer, sought: Buffer): boolean {
  let low = 0;
  let high = sorted.length / prefixBytes;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const at = middle * prefixBytes;
    const order = sorted.compare(sought, 0, prefixBytes, at, at + prefixBytes);
    if (order === 0) return true;
    if (order < 0) low = middle + 1;
    else high = middle;
  }
  return false;
}
