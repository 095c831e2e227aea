import { z } from "zod";

import { query } from "@/lib/gate/query";
import { consentIn } from "./approvers";
import { readSteps } from "./read-steps";
import { findGrant } from "./rows";
import { GrantId, SupportGrantDetail } from "./support";
import { grantViews } from "./view";
import { Cursor } from "@/lib/lists/shapes";

/** One access: who, why, to what and for how long, and all that was looked at and changed with it, step by step. */
export const showGrant = query("support.show", {
  input: z.strictObject({
    grantId: GrantId,
    limit: z.coerce.number().int().min(1).max(100).default(50),
    cursor: Cursor.optional(),
  }),
  output: SupportGrantDetail,
  refuses: [],
  target: findGrant,
  async run({ db, me, target, input }): Promise<SupportGrantDetail> {
    const consent = await consentIn(db, me);
    const { accountId } = target.row;
    const [view] = await grantViews(db, me, accountId, [target.row], consent.hindrance);
    return { ...view!, ...consent, ...(await readSteps(db, target, input)) };
  },
});
