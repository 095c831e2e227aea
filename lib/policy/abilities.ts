import type { KeyState } from "@/lib/api-keys/api-key";
import type { GrantState } from "@/lib/support/support";
import type { Status } from "@/lib/users/user";
import { type Actor, actorIdOf, type UserTarget } from "./actor";
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

/** The states of a key in which a verb makes sense. */
const sensibleForKey: Record<KeyState, readonly CommandName[]> = {
  active: ["api_key.edit", "api_key.rotate", "api_key.revoke"],
  rotated: ["api_key.edit", "api_key.revoke"],
  suspended: ["api_key.revoke"],
  orphaned: ["api_key.remove"],
  expired: ["api_key.remove"],
  revoked: ["api_key.remove"],
};

/** The states of support access in which a verb makes sense. */
const sensibleForGrant: Record<GrantState, readonly CommandName[]> = {
  pending: ["support.approve", "support.decline", "support.withdraw"],
  invited: ["support.end", "support.enter"],
  live: ["support.end", "support.enter"],
  ended: [],
  declined: [],
  withdrawn: [],
  lapsed: [],
};

const forUser = Object.keys(sensible) as CommandName[];
const forAccount = [
  "user.invite",
  "account.edit",
  "account.cancel_close",
  "api_key.create",
  "ledger.export",
  "support.invite",
] as const satisfies CommandName[];
const questions = [
  "user.list",
  "activity.list",
  "ledger.list",
  "privacy.list_requests",
  "account.show",
  "account.show_data",
  "export.list",
  "api_key.list",
  "webhook.list",
  "traffic.list",
  "traffic.show",
  "traffic.overview",
  "support.list",
  "processor.list_notices",
] as const satisfies QueryName[];
const forClosing = [
  "account.close",
  "account.confirm_close",
  "account.cancel_close",
] as const satisfies CommandName[];
const forStaff = [
  "installation.show",
  "installation.list_accounts",
  "traffic.survey",
  "installation.show_backups",
  "installation.show_cleanup",
  "account.hold",
  "traffic.look",
  "traffic.look_at_webhooks",
  "traffic.trace",
  "staff.list",
  "installation.list_log",
  "support.request",
  "support.list_mine",
  "processor.list_objections",
  "processor.announce",
  "processor.withdraw",
  "location.add",
  "location.end",
  "support.list_reviews",
  "support.open_review",
  "support.list_break_glass",
  "support.break_glass",
] as const satisfies (CommandName | QueryName)[];
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

/** What the one who asks may do to a key of this holder. One that has ended has nothing left to do. */
export const abilitiesOnKey = (
  me: Actor,
  holder: UserTarget | null,
  state: KeyState,
): CommandName[] => sensibleForKey[state].filter((verb) => mayDo[verb](me, holder ?? nobody));

/** What the one who asks may do about support access in this state. */
export const abilitiesOnGrant = (me: Actor, state: GrantState): CommandName[] =>
  sensibleForGrant[state].filter((verb) => mayDo[verb](me, nobody));

/** What the one who asks may do in the account as a whole. */
export const abilitiesIn = (me: Actor): (CommandName | QueryName)[] => [
  ...forAccount.filter((verb) => mayDo[verb](me, nobody)),
  ...questions.filter((question) => mayAsk[question](me, nobody)),
];

/** What one of the support staff may do about being inside an account. */
export const abilitiesInside = (me: Actor): CommandName[] =>
  (["support.leave", "support.end", "support.unmask"] as const).filter((verb) =>
    mayDo[verb](me, nobody),
  );

/** What the one who asks may do about the closing of the account, as it stands. */
export function closingAbilities(
  me: Actor,
  closure: { requestedBy: string; coolingEndsAt: Date | null } | null,
): CommandName[] {
  const waits = closure !== null && closure.coolingEndsAt === null;
  const sensible: Record<(typeof forClosing)[number], boolean> = {
    "account.close": closure === null,
    "account.confirm_close": waits && closure.requestedBy !== actorIdOf(me),
    "account.cancel_close": closure !== null,
  };
  return forClosing.filter((verb) => sensible[verb] && mayDo[verb](me, nobody));
}

/** What one of the staff may do in the operator's area. */
export const abilitiesOfStaff = (me: Actor): (CommandName | QueryName)[] =>
  forStaff.filter((name) =>
    (name in mayDo ? mayDo[name as CommandName] : mayAsk[name as QueryName])(me, nobody),
  );
