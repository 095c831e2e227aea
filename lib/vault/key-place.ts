import { type Env, readEnv } from "@/lib/env";
import { shared } from "@/lib/runtime";
import type { Asked, KeyStore, SeparateStore } from "./stored-keys";
import { keysApart } from "./keys-apart";
import { keysElsewhere } from "./keys-elsewhere";
import { keysTogether } from "./keys-together";

/** Where keys can be: in tables beside the data, in files of the data directory, in a database of their own. */
export type KeyPlace = "together" | "apart" | "elsewhere";

export type Kept = {
  place: KeyPlace;
  store: KeyStore;
  /** the same store, where it is not the database itself */
  separate: SeparateStore | null;
};

/** The store at a place. */
export function storeAt(place: KeyPlace, env: Env, url = urlOf(env)): Kept {
  if (place === "together") return { place, store: keysTogether, separate: null };
  const separate = place === "apart" ? keysApart(env) : keysElsewhere(url);
  return { place, store: separate, separate };
}

const urlOf = ({ keyStore }: Env) =>
  keyStore !== null && typeof keyStore === "object" ? keyStore.url : null;

const held = () => shared<{ kept: Promise<Kept> | null }>("key-store", () => ({ kept: null }));

/** The store the keys of this installation are in, by the database's own word, so that no process looks in a place they have left. */
export function keyStoreOf(on: Asked): Promise<Kept> {
  const at = held();
  at.kept ??= recorded(on).catch((error: unknown) => {
    at.kept = null;
    throw error;
  });
  return at.kept;
}

/** Asks the database anew, after keys were moved. */
export function forgetKeyStore(): void {
  held().kept = null;
}

async function recorded(on: Asked): Promise<Kept> {
  const { rows } = await on.query("select place from key_place");
  const [row] = rows as { place: KeyPlace }[];
  if (!row) throw new Error("the database does not say where its keys are");
  return storeAt(row.place, readEnv(process.env));
}
