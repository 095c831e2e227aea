import { createHash } from "node:crypto";
import { open, type FileHandle } from "node:fs/promises";

import { StartError } from "@/lib/env";

/** A line is 40 hexadecimal digits and perhaps ":count"; twice this window always holds one whole line and its ends. */
const window = 80;
const samples = 64;

export type BreachedFile = { has(password: string): Promise<boolean>; close(): Promise<void> };

/**
 * The operator's list of breached passwords: SHA-1 in hexadecimal, one a line, sorted by hash, each perhaps followed by
 * ":count", as Have I Been Pwned hands them out. It is searched on disk and never loaded, so its size does not matter.
 * SHA-1 is the format of these lists; nothing is protected by it.
 * @throws StartError whose message tells the operator what is wrong with the file
 */
export async function openBreachedFile(path: string): Promise<BreachedFile> {
  const file = await open(path, "r").catch(() => {
    throw new StartError(
      `CASTELLAN_BREACHED_PASSWORDS names ${path}, which cannot be read. Correct the path, or unset it.`,
    );
  });
  try {
    const { size } = await file.stat();
    await checkSamples(file, size, path);
    return {
      has: (password) =>
        search(file, size, path, createHash("sha1").update(password).digest("hex").toUpperCase()),
      close: () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** Lines taken evenly over the file must be well formed and ascending; this finds an unsorted file at once. */
async function checkSamples(file: FileHandle, size: number, path: string) {
  let before = "";
  for (let sample = 0; sample <= samples; sample++) {
    const at = Math.min(Math.floor((size / samples) * sample), size - 1);
    const { hash } = await lineAt(file, size, path, at);
    if (hash < before) throw unusable(path, at);
    before = hash;
  }
}

async function search(
  file: FileHandle,
  size: number,
  path: string,
  sought: string,
): Promise<boolean> {
  let low = 0;
  let high = size;
  while (low < high) {
    const { hash, start, end } = await lineAt(file, size, path, Math.floor((low + high) / 2));
    if (hash === sought) return true;
    if (hash < sought) low = end;
    else high = start;
  }
  return false;
}

/** The line that holds the byte at `at`; `end` is where the next one starts. */
async function lineAt(file: FileHandle, size: number, path: string, at: number) {
  const from = Math.max(0, at - window);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(2 * window), 0, 2 * window, from);
  const text = buffer.toString("latin1", 0, bytesRead);

  const previous = at > from ? text.lastIndexOf("\n", at - from - 1) : -1;
  const next = text.indexOf("\n", at - from);
  const startsHere = previous >= 0 || from === 0;
  const endsHere = next >= 0 || from + bytesRead === size;
  const line = text.slice(previous + 1, next < 0 ? undefined : next);
  if (!startsHere || !endsHere || !/^[0-9a-f]{40}(:\d+)?\r?$/i.test(line)) throw unusable(path, at);
  return {
    hash: line.slice(0, 40).toUpperCase(),
    start: from + previous + 1,
    end: next < 0 ? size : from + next + 1,
  };
}

function unusable(path: string, at: number) {
  return new StartError(
    `CASTELLAN_BREACHED_PASSWORDS names ${path}, which is not a list of SHA-1 hashes sorted by hash (near byte ${at}). ` +
      "Fetch the list ordered by hash, or unset it.",
  );
}
