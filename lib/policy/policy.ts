import type { Actor, UserActor, UserTarget } from "./actor";

/**
 * Who may do what, whole. Each line reads as a sentence: *me* is the one who acts, *them* the user it is done to.
 * Whether it makes sense at this moment (pausing someone already paused) is not a matter of permission; that is
 * told by the verb itself, and by `abilities.ts` for the screen.
 */

const inside = (me: Actor): me is UserActor => me.kind === "user";
const owns = (me: Actor) => inside(me) && me.role === "owner";
const self = (me: Actor, them: UserTarget) => inside(me) && me.userId === them.id;
const system = (me: Actor) => me.kind === "system";
const operator = (me: Actor) => me.kind === "operator";
const anyone = () => true;

/** Owners and administrators run the account. */
const runs = (me: Actor) => inside(me) && (me.role === "owner" || me.role === "administrator");
/** Auditors read what administrators read, and change nothing. */
const reads = (me: Actor) => runs(me) || (inside(me) && me.role === "auditor");
/** Only an owner may do anything to an owner (P17). */
const administers = (me: Actor, them: UserTarget) =>
  owns(me) || (runs(me) && them.role !== "owner");
const administersAnother = (me: Actor, them: UserTarget) =>
  administers(me, them) && !self(me, them);

type Rule = (me: Actor, them: UserTarget) => boolean;
const rules = <Name extends string>(table: Record<Name, Rule>): Record<Name, Rule> => table;

/** Verbs: what may be changed. */
export const mayDo = rules({
  "account.set_up": (me) => me.kind === "visitor", // who holds the one-time link
  "account.create": operator,
  "account.edit": owns,

  "user.invite": runs,
  "user.edit": administers,
  "user.start_email_change": administersAnother, // one's own needs the password: me.start_email_change
  "user.cancel_email_change": administers,
  "user.pause": administersAnother,
  "user.resume": (me, them) => administers(me, them) || system(me),
  "user.change_role": (me, them) => administersAnother(me, them) && them.role !== "owner",
  "user.delete": administersAnother,
  "user.restore": administers,
  "user.remove": (me, them) => administersAnother(me, them) || system(me),
  "user.leave": self,
  "user.resend_invitation": administers,
  "user.revoke_invitation": administers,
  "user.send_reset": administers,
  "user.end_session": administers,
  "user.end_sessions": administers,

  "ownership.grant": (me) => owns(me) || operator(me),
  "ownership.release": owns,

  "session.open": anyone,
  "session.refuse": system, // notes that a sign-in failed
  "session.confirm": (me) => inside(me),
  "session.choose_account": (me) => inside(me) || me.kind === "person",
  "session.close": (me) => inside(me) || me.kind === "person",
  "session.end": (me) => inside(me) || me.kind === "person",
  "session.end_others": (me) => inside(me) || me.kind === "person",

  "password.request_reset": anyone,
  "password.answer_reset_request": system,
  "password.set": anyone, // who holds a live link
  "password.change": (me) => inside(me),

  "me.edit": (me) => inside(me),
  "me.start_email_change": (me) => inside(me),
  "me.cancel_email_change": (me) => inside(me),
  "email.confirm": anyone, // who holds a live link
  "email.revert": anyone, // who holds a live link
  "link.renew": anyone, // a fresh letter goes to the address on record, whoever asks
});

/** Questions: what may be read. */
export const mayAsk = rules({
  "account.show": reads,
  "user.list": reads,
  "user.show": (me, them) => reads(me) || self(me, them),
  "user.preview_removal": (me, them) => administersAnother(me, them),
  "user.list_sessions": reads,
  "user.list_activity": reads,
  "activity.list": reads,
  "me.show": (me) => inside(me) || me.kind === "person",
  "me.list_sessions": (me) => inside(me) || me.kind === "person",
  "me.list_activity": (me) => inside(me),
  "link.open": anyone, // who holds the link
  "password.check": anyone, // it tells only whether a password is on a public list
});

export type CommandName = keyof typeof mayDo;
export type QueryName = keyof typeof mayAsk;
