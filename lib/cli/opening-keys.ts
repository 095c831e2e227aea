import { existsSync } from "node:fs";

import { privateKeyFile, readPrivateKeys, rehearsalKeys } from "@/lib/backups/keys";
import type { Env } from "@/lib/env";

/** Private keys, with where they come from and whose signatures were written down beside them. */
export type Opening = { keys: string[]; recipients: string[]; signers: string[]; from: string };

/**
 * The private keys to open backups with: those in the file that was named, and no others; without one, those on this machine, which are
 * the one nobody has moved away yet and the machine's own for the newest backups.
 */
export async function openingKeys(env: Env, file?: string): Promise<Opening> {
  if (file) return { ...(await readPrivateKeys(file)), from: file };
  const here = existsSync(privateKeyFile(env)) ? await readPrivateKeys(privateKeyFile(env)) : null;
  return {
    keys: [...(here?.keys ?? []), ...rehearsalKeys(env)],
    recipients: here?.recipients ?? [],
    signers: [],
    from: "this machine",
  };
}
