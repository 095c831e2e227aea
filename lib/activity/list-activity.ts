import { query } from "@/lib/gate/query";
import { accountOf } from "@/lib/policy/scope";
import { ActivityFilter, ActivityPage } from "./event";
import { readActivity } from "./read";

/** What was done in the account, by whom and when (P33). */
export const listActivity = query("activity.list", {
  input: ActivityFilter,
  output: ActivityPage,
  refuses: [],
  run: ({ db, me, input }) => readActivity(db, accountOf(me), input),
});
