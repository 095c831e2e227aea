import { open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";

/** Names of files that are being written; whoever finds one later may remove it. */
export const PART = ".part";

/** Writes a file so that it is there whole or not at all, also after the power went. */
export async function writeWhole(
  path: string,
  content: string | Buffer,
  mode = 0o600,
): Promise<void> {
  const part = `${path}${PART}`;
  try {
    await rm(part, { force: true });
    const file = await open(part, "wx", mode);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await putInPlace(part, path);
  } catch (error) {
    await rm(part, { force: true }).catch(() => {});
    throw error;
  }
}

/** Gives a file that is whole and synced its name, and lets the folder know. */
export async function putInPlace(part: string, path: string): Promise<void> {
  await rename(part, path);
  await syncFolder(dirname(path));
}

export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
