import { ownersOf } from "@/lib/accounts/rows";
import type { Database } from "@/lib/db/connection";
import { call } from "@/lib/db/scope";
import { Failure } from "@/lib/gate/failure";
import type { Actor, UserActor } from "@/lib/policy/actor";
import { accountOf } from "@/lib/policy/scope";
import type { SupportGrants } from "./support";

type Consent = Pick<SupportGrants, "approvers" | "hindrance">;

/** Who of the owners can agree to access, and what keeps the one who asks from it, where something does. */
export async function consentIn(db: Database, me: Actor): Promise<Consent> {
  const rows = await call<{ user_id: string; hindrance: "staff" | "new_owner" | null }>(
    db,
    "support_approvers",
  );
  const owners = await ownersOf(db, accountOf(me));
  const free = rows.filter(({ hindrance }) => hindrance === null).map(({ user_id: id }) => id);
  const mine = me.kind === "user" ? rows.find(({ user_id: id }) => id === me.userId) : undefined;
  return {
    approvers: owners.filter(({ id }) => free.includes(id)).map(({ id, name }) => ({ id, name })),
    hindrance: mine ? mine.hindrance : "not_owner",
  };
}

/**
 * Lets only an owner go on whose consent counts: not of the staff themselves, and an owner before support had access
 * (P48). The refusal says who can.
 */
export async function insistOnConsent(db: Database, me: UserActor): Promise<void> {
  const { approvers, hindrance } = await consentIn(db, me);
  if (hindrance === null) return;
  const names = approvers.slice(0, 3).map(({ name }) => name);
  const who = names.length
    ? `${names.join(" or ")} can.`
    : "No owner of this account can; make someone else an owner first.";
  throw hindrance === "staff"
    ? new Failure("staff_may_not_approve", {
        says: `Whoever is of the staff cannot agree to access of the staff. ${who}`,
      })
    : new Failure("owner_too_new", {
        says: `You became an owner while support had access, so you cannot agree to it. ${who}`,
      });
}
