import { z } from "zod";

import { command } from "@/lib/gate/command";
import { findGrant } from "./rows";
import { GrantId } from "./support";
import { moments, writeToOwners } from "./write-to-owners";

/**
 * Writes a letter to every owner who can sign in: somebody asked, has access, or has it no more (P50). A job does it, in
 * the scope of the account, since the staff see none of its owners. Done again, it tells nobody twice.
 */
export const tellOwners = command("support.tell_owners", {
  input: z.strictObject({ grantId: GrantId, what: z.enum(moments) }),
  refuses: ["support_answered"],
  target: findGrant,
  async run({ db, target, input: { what }, request }) {
    await writeToOwners(db, target, what, request.id);
    return { value: null, told: [] };
  },
});
