import type { Change } from "@/lib/activity/event";
import { command } from "@/lib/gate/command";
import { findUser } from "./rows";
import { applyEdit, UserEdit } from "./edit";
import { UserId } from "./user";

/** Changes a user's name, title, language or time zone. */
export const editUser = command("user.edit", {
  input: UserEdit.extend({ userId: UserId }),
  refuses: ["already_deleted"],
  target: findUser,
  async run({ db, target, input }) {
    const changes: Change[] = await applyEdit(db, target, input);
    return { value: null, told: changes.length ? { object: target, changes } : [] };
  },
});
