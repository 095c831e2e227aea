import { z } from "zod";

import { accountName, ownersOf } from "@/lib/accounts/rows";
import { command } from "@/lib/gate/command";
import { address } from "@/lib/mail/addresses";
import { post } from "@/lib/mail/post";
import { letterOf } from "./letter-of";
import { findGrant, stepsOfGrant, updateGrant } from "./rows";
import { GrantId } from "./support";

const moments = ["request", "start", "end"] as const;
const kinds = {
  request: "supportRequested",
  start: "supportStarted",
  end: "supportEnded",
} as const;

/**
 * Writes a letter to every owner who can sign in: somebody asked, has access, or has it no more (P50). A job does it, in
 * the scope of the account, since the staff see none of its owners. Done again, it tells nobody twice.
 */
export const tellOwners = command("support.tell_owners", {
  input: z.strictObject({ grantId: GrantId, what: z.enum(moments) }),
  refuses: ["support_answered"],
  target: findGrant,
  async run({ db, target, input: { what }, request }) {
    const { accountId, toldOwners } = target.row;
    if (toldOwners && moments.indexOf(toldOwners) >= moments.indexOf(what)) {
      return { value: null, told: [] };
    }
    await updateGrant(db, target, { toldOwners: what }, "support_answered");
    const owners = await ownersOf(db, accountId);
    const text = letterOf(what, target.row, {
      account: await accountName(db, accountId),
      by: owners.find(({ id }) => id === target.row.answeredBy)?.name ?? "An owner",
      ...(await stepsOfGrant(db, target)),
      url: address.support(target.id),
    });
    for (const owner of owners) {
      if (owner.status !== "active") continue;
      await post(db, {
        personId: owner.personId,
        kind: kinds[what],
        text,
        requestId: request.id,
        to: owner.email,
        user: { accountId, id: owner.id },
      });
    }
    return { value: null, told: [] };
  },
});
