import { isSealed } from "@/lib/accounts/rows";
import type { Database } from "@/lib/db/connection";
import { call } from "@/lib/db/scope";
import { Failure } from "@/lib/gate/failure";
import type { Purpose } from "./rows";
import { hashToken } from "./token";

/** A link that was just used up; its scope is open. `setup` links belong to nobody. */
export type UsedLink<Of extends Purpose> = {
  id: string;
  purpose: Of;
  person_id: Of extends "setup" ? null : string;
  account_id: string | null;
  user_id: string | null;
};

/** Uses a link once and for all, for one of these purposes. Refuses with `link_dead` (ASVS V6.5.1). */
export async function useLink<Of extends Purpose>(
  db: Database,
  token: string,
  ...purposes: Of[]
): Promise<UsedLink<Of>> {
  const [link] = await call<UsedLink<Of>>(db, "use_link", hashToken("link", token), purposes);
  if (!link || (link.account_id && (await isSealed(db, link.account_id))))
    throw new Failure("link_dead");
  return link;
}
