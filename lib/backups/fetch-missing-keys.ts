import type { Env } from "@/lib/env";
import { keysApart } from "@/lib/vault/keys-apart";
import { keysElsewhere } from "@/lib/vault/keys-elsewhere";
import type { Progress } from "./backup";
import { fillStore, hasKeySets, openNewestKeySet } from "./key-sets";
import type { BackupKeys } from "./keys";

/**
 * Puts the keys of accounts and persons back from their newest set, when the store is not there at all: on another machine, or after it
 * was lost. A store that is there is never rolled back, so that what was destroyed stays destroyed.
 *
 * @returns a sentence, when they were put back
 */
export async function fetchMissingKeys(
  env: Env,
  keys: BackupKeys,
  privateKeys: string[],
  tell: Progress,
): Promise<string[]> {
  const { keyStore } = env;
  if (keyStore === "together") return [];
  const separate =
    keyStore !== null && typeof keyStore === "object"
      ? keysElsewhere(keyStore.url)
      : keysApart(env);
  if ((await separate.id()) || !(await hasKeySets(env))) return [];
  tell("Opening the keys of accounts and persons…");
  const opened = await openNewestKeySet(env, keys, null, privateKeys);
  await fillStore(separate, nobody, opened);
  const at = opened.at.toISOString().slice(0, 16).replace("T", " ");
  return [
    `The keys of ${opened.stored.length} accounts and persons are as they were on ${at} UTC.`,
  ];
}

/** A store of its own asks nobody else. */
const nobody = {
  query: () => Promise.reject(new Error("a store apart asks the database nothing")),
};
