import { inTransaction } from "@/lib/db/connection";
import { installationKey } from "@/lib/vault/keyring";
import { hashPassword, type Pepper, verifyPassword } from "./hash";

/** Today's pepper and those before it. */
async function peppers(): Promise<{ current: Pepper; of: (id: string) => Buffer | null }> {
  const keys = await inTransaction((db) => installationKey(db, "pepper"), "read");
  const [newest] = keys;
  return {
    current: { id: String(newest!.version), key: newest!.key },
    of: (id) => keys.find((key) => String(key.version) === id)?.key ?? null,
  };
}

/** Hashes a password that the rules have judged. */
export async function hashed(password: string): Promise<string> {
  return hashPassword(password, (await peppers()).current);
}

/** Is this the stored password? Without a stored one, no, after the same time. */
export async function matches(
  password: string,
  stored: string | null,
): Promise<{ ok: boolean; rehash: boolean }> {
  const { current, of } = await peppers();
  return verifyPassword(password, stored, of, current.id);
}
