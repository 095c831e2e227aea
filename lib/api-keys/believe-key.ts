import type { Database } from "@/lib/db/connection";
import { call } from "@/lib/db/scope";
import type { RequestInfo } from "@/lib/gate/claim";
import { Failure } from "@/lib/gate/failure";
import { hashToken } from "@/lib/links/token";
import type { KeyActor } from "@/lib/policy/actor";
import type { Scope } from "@/lib/policy/scopes";
import type { Role } from "@/lib/users/user";
import { accountVault } from "@/lib/vault/keyring";
import { inNetworks } from "./networks";
import { namePlace, openNetworks } from "./rows";
import { isKey } from "./token";
import { noteUse } from "./note-use";

type KeyRow = {
  key_id: string;
  account_id: string;
  name: Buffer;
  scopes: string;
  networks: Buffer | null;
  rested: boolean;
  user_id: string;
  role: Role;
};

/**
 * Turns an API key into an actor as it is now, and opens the scope of its account. One that is unknown, expired or
 * revoked, or whose holder cannot sign in any more, is refused at once, and all alike after the same work. One that is
 * used from elsewhere than its address ranges is told so, since whoever holds it has to be able to find out why.
 */
export async function believeKey(
  db: Database,
  key: string,
  request: RequestInfo,
): Promise<KeyActor> {
  const [row] = isKey(key) ? await call<KeyRow>(db, "enter_key", hashToken("api-key", key)) : [];
  if (!row) throw new Failure("key_refused");
  const vault = await accountVault(db, row.account_id);
  const me: KeyActor = {
    kind: "key",
    keyId: row.key_id,
    accountId: row.account_id,
    name: vault.open(namePlace(row.key_id), row.name),
    scopes: row.scopes.split(" ") as Scope[],
    holder: {
      kind: "user",
      userId: row.user_id,
      role: row.role === "owner" ? "administrator" : row.role,
    },
  };
  if (row.networks && !inNetworks(openNetworks(vault, row.key_id, row.networks), request.ip)) {
    request.caller = me; // the account sees the call among its own, and why it was refused
    throw new Failure("key_wrong_network", {
      says: `The key ${me.name} may not be used from ${request.ip ?? "an unknown address"}. Whoever made it can add the address under Developers.`,
    });
  }
  if (row.rested) noteUse(me, request);
  return me;
}
