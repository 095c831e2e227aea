import { query } from "@/lib/gate/query";
import { accountOf } from "@/lib/policy/scope";
import { ActivityFilter, ActivityPage } from "./event";
import { readActivity, wordsCompare } from "./read";

/** What was done in the account, by whom and when (P33). */
export const listActivity = query("activity.list", {
  input: ActivityFilter,
  output: ActivityPage,
  refuses: [],
  compares: { q: wordsCompare },
  run: ({ db, me, input, visible }) => readActivity(db, accountOf(me), input, visible),
});
