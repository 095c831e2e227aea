import type { Database } from "@/lib/db/connection";
import { Failure } from "@/lib/gate/failure";
import { installationVault } from "@/lib/vault/keyring";

const placeOf = (bound: string) => ({ table: "cursors", column: "position", row: bound });

/**
 * Makes a cursor. It holds the values that the last row had when it was shown, so that the walk goes on from there whatever
 * happens to that row meanwhile. It is sealed, because those values can be personal, and bound to the account and the filter.
 *
 * @param bound the list, the account and the filter it belongs to
 * @param position where the list goes on
 */
export async function makeCursor(db: Database, bound: string, position: string): Promise<string> {
  const vault = await installationVault(db, "cursor");
  return vault.seal(placeOf(bound), position).toString("base64url");
}

/**
 * Opens a cursor.
 *
 * @throws Failure `invalid` for a cursor that was changed or comes from another list
 */
export async function readCursor(db: Database, bound: string, cursor: string): Promise<string> {
  const vault = await installationVault(db, "cursor");
  try {
    const sealed = Buffer.from(cursor, "base64url");
    if (sealed.toString("base64url") !== cursor) throw new Error("another spelling");
    return vault.open(placeOf(bound), sealed);
  } catch {
    throw new Failure("invalid", {
      fields: { cursor: "This cursor belongs to another list. Start from the first page." },
    });
  }
}
