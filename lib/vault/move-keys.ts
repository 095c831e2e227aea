import { StartError } from "@/lib/env";
import type { Kept } from "./key-place";
import type { Asked, KeyStore, Owner, StoredKeys } from "./stored-keys";
import type { RootKey } from "./root-key";
import { unwrap } from "./wrap";

/**
 * Takes in everything another store has. Nothing is taken away there, and nothing that is here is replaced, so that it may be cut
 * short anywhere and done again.
 *
 * @returns how many owners it has keys of
 * @throws StartError when the two have different keys of the same owner
 */
export async function copyKeys(
  on: Asked,
  from: KeyStore,
  to: KeyStore,
  roots: RootKey[],
): Promise<number> {
  let copied = 0;
  for await (const batch of from.walk(on)) {
    copied += batch.length;
    const nobodys = await to.put(on, batch);
    for (const one of batch)
      if (!nobodys.includes(one.owner)) insistOnTheSame(one, await to.load(on, one.owner), roots);
  }
  return copied;
}

/**
 * Takes away what another store has by now, each after one more look. Keys of nobody stay behind.
 *
 * @returns how many owners' keys were moved
 */
export async function emptyStore(
  on: Asked,
  from: KeyStore,
  to: KeyStore,
  roots: RootKey[],
): Promise<number> {
  let moved = 0;
  for await (const batch of from.walk(on)) {
    const here: Owner[] = [];
    for (const one of batch) {
      const kept = await to.load(on, one.owner);
      if (!kept.length) continue;
      insistOnTheSame(one, kept, roots);
      here.push(one.owner);
    }
    await from.drop(on, here);
    moved += here.length;
  }
  await from.leave(on);
  return moved;
}

/** The same keys, under whichever root key they are wrapped by now. */
function insistOnTheSame(
  { owner, keys }: StoredKeys,
  kept: StoredKeys["keys"],
  roots: RootKey[],
): void {
  for (const one of keys) {
    const other = kept.find(({ version }) => version === one.version);
    if (other?.wrapped.equals(one.wrapped)) continue;
    if (!other || !unwrap(roots, owner, one).equals(unwrap(roots, owner, other)))
      throw new StartError(
        `There are two different keys of ${owner}, one in each place: nothing was taken away. Restore the key store from its copies, then start again.`,
      );
  }
}

/** Each place, in the words of a sentence. */
export const nameOf = ({ place }: Pick<Kept, "place">): string =>
  ({
    together: "the database",
    apart: "files of the data directory",
    elsewhere: "a database of their own",
  })[place];
