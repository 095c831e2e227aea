import { existsSync } from "node:fs";

import { privateKeyFile, readPrivateKeys, rehearsalKeys } from "@/lib/backups/keys";
import type { Env } from "@/lib/env";

/** The private keys at hand: those in the file that was named, the one nobody has moved away yet, and this machine's own for the newest backups. */
export function openingKeys(env: Env, file?: string): { keys: string[]; signers: string[] } {
  const named = file ? readPrivateKeys(file) : null;
  const here = existsSync(privateKeyFile(env)) ? readPrivateKeys(privateKeyFile(env)) : null;
  return {
    keys: [...(named?.keys ?? []), ...(here?.keys ?? []), ...rehearsalKeys(env)],
    signers: named?.signers ?? [],
  };
}
