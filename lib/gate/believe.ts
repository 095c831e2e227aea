import { isSealed } from "@/lib/accounts/rows";
import { believeKey } from "@/lib/api-keys/believe-key";
import type { Database } from "@/lib/db/connection";
import { asSupport, call, enterScope } from "@/lib/db/scope";
import { type Actor, isOfStaff, type StaffActor, type SupportActor } from "@/lib/policy/actor";
import { openStaff } from "@/lib/staff/rows";
import type { PersonalField } from "@/lib/support/personal";
import type { SupportMode, SupportNoun } from "@/lib/support/support";
import type { Role } from "@/lib/users/user";
import { openCard } from "@/lib/users/card";
import { accountVault } from "@/lib/vault/keyring";
import { hashToken } from "@/lib/links/token";
import type { Claim } from "./claim";
import { insistOnPage, type PageFit } from "./drawn-for";
import { Failure } from "./failure";
import { forget, recognise } from "./recognised";

type SessionRow = {
  session_id: string;
  person_id: string;
  account_id: string | null;
  user_id: string | null;
  role: Role | null;
  card: Buffer | null;
  confirmed_at: Date;
  staff_id: string | null;
  staff_name: Buffer | null;
  staff_roles: string | null;
  /** the support access the session has entered; what is agreed to follows while it is live */
  grant_id: string | null;
  grant_account: string | null;
  nouns: string | null;
  fields: string | null;
  mode: SupportMode | null;
  ends_at: Date | null;
};

export const visitor: Actor = { kind: "visitor" };

/**
 * Turns a claim into an actor as they are now, and opens their scope. A session is re-read on every request, so
 * that whoever was paused, demoted or signed out is refused at once, whatever their cookie says (V7.2.1, V8.3.2).
 *
 * @param open whether a visitor may do the same: then an ended session is as good as none, since whoever forgot their
 *   password comes with the cookie of a session that is long over
 * @param fit how closely the page that asks must have been drawn for the one who is signed in now
 */
export async function believe(
  db: Database,
  claim: Claim,
  open: boolean,
  fit: PageFit,
): Promise<Actor> {
  const me = await noted(claim, () => actorOf(db, claim, open));
  if (isOfStaff(me) && !open) asSupport(db); // what anyone may do, they do as anyone
  claim.request.caller = me;
  insistOnPage(claim, me, fit);
  return me;
}

/** Remembers whether a token or key opened something: requests of someone known are more urgent than those of a stranger. */
async function noted(claim: Claim, find: () => Promise<Actor>): Promise<Actor> {
  const secret = "token" in claim ? claim.token : "key" in claim ? claim.key : null;
  if (secret === null) return find();
  try {
    const me = await find();
    if (me.kind === "visitor") forget(secret);
    else recognise(secret);
    return me;
  } catch (error) {
    if (error instanceof Failure) forget(secret);
    throw error;
  }
}

async function actorOf(db: Database, claim: Claim, open: boolean): Promise<Actor> {
  switch (claim.kind) {
    case "session":
      return believeSession(db, claim.token, open);
    case "key":
      return believeKey(db, claim.key, claim.request);
    case "visitor":
      return visitor;
    case "job":
      if (claim.accountId) await enterOpen(db, claim.accountId);
      return { kind: "system", accountId: claim.accountId };
    case "operator":
      if (claim.accountId) await enterScope(db, claim.accountId);
      return { kind: "operator", accountId: claim.accountId };
  }
}

/** Jobs have no business in an account that is closed (P64). */
async function enterOpen(db: Database, accountId: string): Promise<void> {
  const [, sealed] = await Promise.all([enterScope(db, accountId), isSealed(db, accountId)]);
  if (sealed) throw new Failure("unauthenticated");
}

async function believeSession(db: Database, token: string, open: boolean): Promise<Actor> {
  const [row] = await call<SessionRow>(db, "enter_session", hashToken("session", token));
  if (!row && open) return visitor;
  if (!row) throw new Failure("unauthenticated");
  if (row.staff_id && row.staff_name) return believeStaff(db, row, row.staff_id, row.staff_name);
  if (!row.account_id || !row.user_id || !row.role || !row.card) {
    return { kind: "person", personId: row.person_id, sessionId: row.session_id };
  }
  const { name, email } = openCard(await accountVault(db, row.account_id), row.user_id, row.card);
  return {
    kind: "user",
    userId: row.user_id,
    personId: row.person_id,
    accountId: row.account_id,
    role: row.role,
    sessionId: row.session_id,
    confirmedAt: row.confirmed_at,
    name,
    email,
  };
}

/** One of the staff: inside an account while the access they have entered is live, and in the operator's area otherwise. */
async function believeStaff(
  db: Database,
  row: SessionRow,
  staffId: string,
  sealedName: Buffer,
): Promise<StaffActor | SupportActor> {
  const { person_id: personId, session_id: sessionId, confirmed_at: confirmedAt } = row;
  const roles = row.staff_roles ?? "";
  const staff = await openStaff(db, personId, staffId, sealedName, roles);
  const self = { staffId, personId, sessionId, confirmedAt, name: staff.name };
  if (row.grant_id && row.grant_account && row.mode && row.ends_at) {
    return {
      ...{ kind: "support", ...self, accountId: row.grant_account, grantId: row.grant_id },
      nouns: wordsIn<SupportNoun>(row.nouns),
      fields: wordsIn<PersonalField>(row.fields),
      mode: row.mode,
      endsAt: row.ends_at,
    };
  }
  return {
    kind: "staff",
    ...self,
    roles: staff.roles,
    ...(row.grant_id && { ended: row.grant_id }),
  };
}

const wordsIn = <Word extends string>(words: string | null) =>
  (words ?? "").split(" ").filter(Boolean) as Word[];
