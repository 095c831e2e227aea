import { query } from "@/lib/gate/query";
import { findUser } from "@/lib/users/rows";
import { UserId } from "@/lib/users/user";
import { ActivityFilter, ActivityPage } from "./event";
import { readActivity } from "./read";

/** The activity tab of a user: what was done to them (P34). */
export const listUserActivity = query("user.list_activity", {
  input: ActivityFilter.omit({ object: true }).extend({ userId: UserId }),
  output: ActivityPage,
  refuses: [],
  target: findUser,
  run: ({ db, target, input: { userId: _found, ...filter } }) =>
    readActivity(db, target.row.accountId, { ...filter, object: target.id }),
});
