import { isSealed } from "@/lib/accounts/rows";
import type { Database } from "@/lib/db/connection";
import { call } from "@/lib/db/scope";
import { Failure } from "@/lib/gate/failure";
import type { Purpose } from "./rows";
import { mayStill, type StartedLink } from "./starter";
import { hashToken } from "./token";

/** A link that was just used up; its scope is open. `setup` links belong to nobody. */
export type UsedLink<Of extends Purpose> = Omit<StartedLink, "purpose" | "person_id"> & {
  id: string;
  purpose: Of;
  person_id: Of extends "setup" ? null : string;
  user_id: string | null;
};

/**
 * Uses a link once and for all, for one of these purposes, while the one who asked for it still could. Refuses with
 * `link_dead` (ASVS V6.5.1).
 */
export async function useLink<Of extends Purpose>(
  db: Database,
  token: string,
  ...purposes: Of[]
): Promise<UsedLink<Of>> {
  const [link] = await call<UsedLink<Of>>(db, "use_link", hashToken("link", token), purposes);
  if (!link || (link.account_id && (await isSealed(db, link.account_id))))
    throw new Failure("link_dead");
  if (!(await mayStill(db, link))) throw lapsed();
  return link;
}

/** How a link is refused when the one who asked for it could no longer ask for it. */
export const lapsed = () =>
  new Failure("link_dead", {
    says: "This link is no longer valid, because roles in the account have changed since it was sent. Ask an administrator of the account for a fresh one.",
  });
