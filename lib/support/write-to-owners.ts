import { accountName, ownersOf } from "@/lib/accounts/rows";
import type { Database } from "@/lib/db/connection";
import { address } from "@/lib/mail/addresses";
import { post } from "@/lib/mail/post";
import { letterOf } from "./letter-of";
import { type FoundGrant, stepsOfGrant, updateGrant } from "./rows";

export const moments = ["request", "start", "end"] as const;
export type Moment = (typeof moments)[number];

const kinds = {
  request: ["supportRequested", "glassBroken"],
  start: ["supportStarted", "openedWithoutConsent"],
  end: ["supportEnded", "supportEnded"],
} as const;

/**
 * Writes a letter about support access to every owner who can sign in, once for each moment. The account has to be in
 * scope: the staff see none of its owners.
 */
export async function writeToOwners(
  db: Database,
  target: FoundGrant,
  what: Moment,
  requestId: string,
): Promise<void> {
  const { accountId, toldOwners, answeredBy, origin } = target.row;
  if (toldOwners && moments.indexOf(toldOwners) >= moments.indexOf(what)) return;
  await updateGrant(db, target, { toldOwners: what }, "support_answered");
  const [agreed, forced] = kinds[what];
  const owners = await ownersOf(db, accountId);
  const text = letterOf(what, target.row, {
    account: await accountName(db, accountId),
    by: owners.find(({ id }) => id === answeredBy)?.name ?? "An owner",
    ...(await stepsOfGrant(db, target)),
    url: address.support(target.id),
  });
  for (const owner of owners) {
    if (owner.status !== "active") continue;
    await post(db, {
      personId: owner.personId,
      kind: origin === "break_glass" ? forced : agreed,
      text,
      requestId,
      to: owner.email,
      user: { accountId, id: owner.id },
    });
  }
}
