import { v7 as uuidv7 } from "uuid";

import { type Env, StartError } from "@/lib/env";
import { forgetKeyStore, type Kept, type KeyPlace, storeAt } from "./key-place";
import type { Asked } from "./stored-keys";
import { WRAPPING_LOCK } from "./keyring";
import { insistOnAnotherServer } from "./keys-elsewhere";
import { copyKeys, emptyStore, nameOf } from "./move-keys";
import type { RootKey } from "./root-key";

type Recorded = { place: KeyPlace; store: string; leaving: KeyPlace | null };

/**
 * Sees that the keys of accounts and persons are where the setting says, at every start and before anyone is served. They are copied
 * first; the old place is emptied once the new one has them all. Cut short anywhere, the next start goes on.
 *
 * @param on the owner of the tables
 * @returns a sentence when they were moved
 * @throws StartError when the store is missing, or cannot be moved at this moment
 */
export async function settleKeys(on: Asked, env: Env, roots: RootKey[]): Promise<string | null> {
  await on.query("select pg_advisory_lock($1)", [WRAPPING_LOCK]);
  try {
    const said = await settle(on, env, roots);
    forgetKeyStore();
    return said;
  } finally {
    await on.query("select pg_advisory_unlock($1)", [WRAPPING_LOCK]);
  }
}

async function settle(on: Asked, env: Env, roots: RootKey[]): Promise<string | null> {
  const { rows } = await on.query("select place, store, leaving from key_place");
  const [recorded] = rows as Recorded[];
  if (recorded?.leaving)
    return finish(on, source(recorded.leaving, env), await present(on, recorded, env), roots);
  const to = placeWanted(env) ?? recorded?.place ?? (env.databaseUrl ? "together" : "apart");
  if (recorded?.place === to) {
    await present(on, recorded, env);
    return null;
  }
  const from = recorded
    ? await present(on, recorded, env, source(recorded.place, env))
    : storeAt("together", env);
  return move(on, from, storeAt(to, env), roots, recorded, env);
}

function placeWanted({ keyStore }: Env): KeyPlace | null {
  return keyStore !== null && typeof keyStore === "object" ? "elsewhere" : keyStore;
}

/** A place that keys are fetched from: its address is another setting by now. */
function source(place: KeyPlace, env: Env): Kept {
  if (place === "elsewhere" && !env.keyStoreBefore)
    throw new StartError(
      "The keys of accounts and persons are in a database of their own: set CASTELLAN_KEY_STORE_BEFORE to its address for this start, so that they can be moved. Nothing was changed.",
    );
  return storeAt(place, env, env.keyStoreBefore);
}

/** The store that was recorded, and no other one, is there. */
async function present(
  on: Asked,
  { place, store }: Recorded,
  env: Env,
  kept = storeAt(place, env),
): Promise<Kept> {
  const { separate } = kept;
  if (!separate) return kept;
  if ((await separate.id()) !== store)
    throw new StartError(
      `The keys of accounts and persons are missing: they are in ${nameOf(kept)}, and what is there now is not it. Put it back, or fetch its newest copy with npx castellan restore --only keys. Nothing was changed.`,
    );
  await separate.prepare();
  return kept;
}

async function move(
  on: Asked,
  from: Kept,
  to: Kept,
  roots: RootKey[],
  recorded: Recorded | undefined,
  { keyStore }: Env,
): Promise<string | null> {
  if (from.place !== to.place) await insistAlone(on, from, to);
  if (keyStore !== null && typeof keyStore === "object")
    await insistOnAnotherServer(keyStore.url, on);
  await to.separate?.prepare();
  const known = (await to.separate?.id()) ?? null;
  // without a record the data is from before there was one, and the keys were moved since
  if (known && recorded && known !== recorded.store)
    throw new StartError(
      `What is in ${nameOf(to)} are the keys of another installation: choose another place with CASTELLAN_KEY_STORE. Nothing was changed.`,
    );
  const id = known ?? recorded?.store ?? uuidv7();
  const copied = from.place === to.place ? 0 : await copyKeys(on, from.store, to.store, roots);
  // a store has its name once it has everything
  if (!known) await to.separate?.found(id);
  await on.query(
    `insert into key_place (id, place, store, leaving, together_until) values (1, $1, $2, $3, case when $4 then now() end)
     on conflict (id) do update set place = excluded.place, store = excluded.store, leaving = excluded.leaving, since = now(),
       together_until = coalesce(excluded.together_until, key_place.together_until)`,
    [
      to.place,
      id,
      from.place === to.place ? null : from.place,
      copied > 0 && from.place === "together",
    ],
  );
  return from.place === to.place ? null : finish(on, from, to, roots);
}

async function finish(on: Asked, from: Kept, to: Kept, roots: RootKey[]): Promise<string | null> {
  await copyKeys(on, from.store, to.store, roots);
  const moved = await emptyStore(on, from.store, to.store, roots);
  await on.query("update key_place set leaving = null");
  return moved
    ? `The keys of ${moved} accounts and persons were moved from ${nameOf(from)} to ${nameOf(to)}.`
    : null;
}

/** A process that runs would go on looking where they were. */
async function insistAlone(on: Asked, from: Kept, to: Kept): Promise<void> {
  const { rows } = await on.query(
    `select true as busy from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
       and application_name in ('castellan', 'castellan worker') limit 1`,
  );
  if (rows.length)
    throw new StartError(
      `Castellan is running, and the keys of accounts and persons are to move from ${nameOf(from)} to ${nameOf(to)}: stop it on every machine first, or set CASTELLAN_KEY_STORE back. Nothing was changed.`,
    );
}
