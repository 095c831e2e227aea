import { command } from "@/lib/gate/command";
import { applyEdit, UserEdit } from "@/lib/users/edit";
import { findSelf } from "@/lib/users/rows";

/** Changes one's own name, title, language or time zone in this account. */
export const editMe = command("me.edit", {
  input: UserEdit,
  refuses: [],
  target: findSelf,
  async run({ db, target, input }) {
    const changes = await applyEdit(db, target, input);
    return { value: null, told: changes.length ? { object: target, changes } : [] };
  },
});
