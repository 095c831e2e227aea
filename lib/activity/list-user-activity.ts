import { query } from "@/lib/gate/query";
import { findUser } from "@/lib/users/rows";
import { UserId } from "@/lib/users/user";
import { ActivityFilter, ActivityPage } from "./event";
import { readActivity, wordsCompare } from "./read";

/** The activity tab of a user: what was done to them (P34). */
export const listUserActivity = query("user.list_activity", {
  input: ActivityFilter.omit({ object: true }).extend({ userId: UserId }),
  output: ActivityPage,
  refuses: [],
  compares: { q: wordsCompare },
  target: findUser,
  run: ({ db, target, visible, input: { userId: _found, ...filter } }) =>
    readActivity(db, target.row.accountId, { ...filter, object: target.id }, visible),
});
