import { inTransaction } from "@/lib/db/connection";
import { keyStoreOf } from "./key-place";
import type { Owner } from "./stored-keys";
import { WRAPPING_LOCK } from "./keyring";
import { forgetVault } from "./vaults";

/** Destroys keys that are apart, once what ordered it is committed. Nobody wraps them anew meanwhile. Doing it again changes nothing. */
export async function destroyOrdered(owner: Owner): Promise<void> {
  await inTransaction(async (db) => {
    await db.$client.query("select pg_advisory_xact_lock_shared($1)", [WRAPPING_LOCK]);
    const { separate } = await keyStoreOf(db.$client);
    await separate?.destroy(db.$client, owner);
  });
  forgetVault(owner);
}
