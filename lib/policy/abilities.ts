import type { Status } from "@/lib/users/user";
import type { Actor, UserTarget } from "./actor";
import { type CommandName, mayAsk, mayDo, type QueryName } from "./policy";

/** The states of a user in which a verb makes sense at all. */
const sensible: Partial<Record<CommandName, readonly Status[]>> = {
  "user.edit": ["invited", "active", "paused"],
  "user.start_email_change": ["active"],
  "user.cancel_email_change": ["active"],
  "user.pause": ["active"],
  "user.resume": ["paused"],
  "user.change_role": ["invited", "active", "paused"],
  "user.delete": ["active", "paused"],
  "user.restore": ["deleted"],
  "user.remove": ["deleted"],
  "user.leave": ["active"],
  "user.resend_invitation": ["invited"],
  "user.revoke_invitation": ["invited"],
  "user.send_reset": ["active"],
  "user.end_sessions": ["active"],
  "user.end_session": ["active"],
  "ownership.grant": ["active"],
  "ownership.release": ["active", "paused"],
};

const forUser = Object.keys(sensible) as CommandName[];
const forAccount = ["user.invite", "account.edit"] as const satisfies CommandName[];
const questions = ["user.list", "activity.list", "account.show"] as const satisfies QueryName[];
const nobody: UserTarget = { id: "", role: "user", status: "active" };

/** What the one who asks may do to this user now, as verbs; the screen shows exactly these. */
export const abilitiesOn = (me: Actor, them: UserTarget): CommandName[] =>
  forUser.filter(
    (verb) =>
      sensible[verb]!.includes(them.status) &&
      mayDo[verb](me, them) &&
      (verb !== "ownership.grant" || them.role !== "owner") &&
      (verb !== "ownership.release" || them.role === "owner"),
  );

/** What the one who asks may do in the account as a whole. */
export const abilitiesIn = (me: Actor): (CommandName | QueryName)[] => [
  ...forAccount.filter((verb) => mayDo[verb](me, nobody)),
  ...questions.filter((question) => mayAsk[question](me, nobody)),
];
