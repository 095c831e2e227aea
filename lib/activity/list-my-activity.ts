import { Failure } from "@/lib/gate/failure";
import { query } from "@/lib/gate/query";
import { ActivityFilter, ActivityPage } from "./event";
import { readActivity, wordsCompare } from "./read";

/** What one did oneself in this account. */
export const listMyActivity = query("me.list_activity", {
  input: ActivityFilter.omit({ actor: true }),
  output: ActivityPage,
  refuses: [],
  compares: { q: wordsCompare },
  async run({ db, me, input, visible }) {
    if (me.kind !== "user") throw new Failure("unauthenticated");
    return readActivity(db, me.accountId, { ...input, actor: me.userId }, visible);
  },
});
