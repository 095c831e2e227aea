import type { Left, Told } from "@/lib/gate/command";
import { type Actor, isOfStaff } from "@/lib/policy/actor";

/** An event about the one who acts; none for a person who has not picked an account, and is not of the staff. */
export const toldBy = (
  me: Actor,
  what: Pick<Told, "changes" | "particulars"> = {},
): Left | Left[] => {
  if (me.kind === "user")
    return { object: { kind: "user", id: me.userId, name: me.name }, ...what };
  return isOfStaff(me) ? { logged: { id: me.staffId, name: me.name }, ...what } : [];
};
