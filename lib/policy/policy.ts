import type { StaffRole } from "@/lib/staff/staff";
import type { Actor, KeyActor, Standing, UserActor, UserTarget } from "./actor";
import { scopeFor } from "./scopes";
import { opens, openToSupport, standIn } from "./support";

/**
 * Who may do what, whole. Each line reads as a sentence: *me* is the one who acts, *them* the user it is done to.
 * Whether it makes sense at this moment (pausing someone already paused) is not a matter of permission; that is
 * told by the verb itself, and by `abilities.ts` for the screen.
 */

type Me = Standing | Exclude<Actor, UserActor | KeyActor>;

const inside = (me: Me): me is Standing => me.kind === "user";
const owns = (me: Me) => inside(me) && me.role === "owner";
const self = (me: Me, them: UserTarget) => inside(me) && me.userId === them.id;
/** Whoever is signed in, also before they picked an account. */
const signedIn = (me: Me) => inside(me) || me.kind === "person" || me.kind === "staff";
/** One of the support staff inside an account. */
const supporting = (me: Me) => me.kind === "support";
/** The installation's own people, with one of their roles. None of the roles reads what an account holds (P39). */
const staffWith = (role: StaffRole) => (me: Me) => me.kind === "staff" && me.roles.includes(role);
const system = (me: Me) => me.kind === "system";
const operator = (me: Me) => me.kind === "operator";
const anyone = () => true;

/** Owners and administrators run the account. */
const runs = (me: Me) => inside(me) && (me.role === "owner" || me.role === "administrator");
/** Auditors read what administrators read, and change nothing. */
const reads = (me: Me) => runs(me) || (inside(me) && me.role === "auditor");
/** Only an owner may do anything to an owner (P17). */
const administers = (me: Me, them: UserTarget) => owns(me) || (runs(me) && them.role !== "owner");
const administersAnother = (me: Me, them: UserTarget) => administers(me, them) && !self(me, them);

type Rule<Who> = (me: Who, them: UserTarget) => boolean;

/**
 * A key may what its scopes open and whoever made it may, and support what an owner agreed to and an auditor or an
 * administrator may: the rules themselves hear of neither.
 */
function rules<Name extends string>(
  access: "read" | "write",
  table: Record<Name, Rule<Me>>,
): Record<Name, Rule<Actor>> {
  const withKeys = (name: Name): Rule<Actor> => {
    const toSupport = openToSupport.includes(name);
    return (me, them) => {
      if (me.kind === "key") {
        const scope = scopeFor(name, access, them.role);
        return scope !== null && me.scopes.includes(scope) && table[name](me.holder, them);
      }
      if (me.kind === "support" && toSupport)
        return opens(me, name) && table[name](standIn(me), them);
      return table[name](me, them);
    };
  };
  const names = Object.keys(table) as Name[];
  return Object.fromEntries(names.map((name) => [name, withKeys(name)])) as Record<
    Name,
    Rule<Actor>
  >;
}

/** Verbs: what may be changed. */
export const mayDo = rules("write", {
  "account.set_up": (me) => me.kind === "visitor", // who holds the one-time link
  "account.create": operator,
  "account.import": operator,
  "account.edit": owns,
  "account.restore": operator, // notes that its data came out of a backup
  "account.close": owns,
  "account.confirm_close": owns, // a second owner, where one was asked for
  "account.cancel_close": owns,
  "account.hold": staffWith("security"),
  "account.release_hold": staffWith("security"),
  "account.purge": system, // after its cooling-off, when the database says it is due
  "person.erase": system, // after they asked for it

  "user.invite": (me, them) => runs(me) && administers(me, them), // them: the one who is made by it
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

  "api_key.create": runs,
  "api_key.edit": (me, them) => runs(me) && self(me, them), // a key is a power of whoever holds it
  "api_key.rotate": (me, them) => runs(me) && self(me, them),
  "api_key.revoke": runs,
  "api_key.remove": owns, // with all activity about it, for good
  "api_key.revoke_exposed": system, // it was sent without encryption
  "api_key.remind": system, // it expires soon

  "ownership.grant": (me) => owns(me) || operator(me),
  "ownership.release": owns,

  "session.open": anyone,
  "session.refuse": system, // notes that a sign-in failed
  "session.confirm": (me) => inside(me) || me.kind === "staff",
  "session.choose_account": signedIn,
  "session.choose_operator": (me) => inside(me) || me.kind === "staff", // and only the staff have that choice
  "session.close": (me) => signedIn(me) || supporting(me),
  "session.end": signedIn,
  "session.end_others": signedIn,
  "session.end_exposed": system, // its token was sent without encryption

  "password.request_reset": anyone,
  "password.answer_reset_request": system,
  "password.set": anyone, // who holds a live link
  "password.change": (me) => inside(me) || me.kind === "staff",

  "export.request": owns,
  "export.cancel": owns,
  "export.download": owns,

  "me.edit": (me) => inside(me),
  "me.erase": (me) => inside(me), // everywhere, with their password; one account alone: me.request_erasure
  "me.start_email_change": (me) => inside(me),
  "me.cancel_email_change": (me) => inside(me),
  "me.request_erasure": (me) => inside(me),
  "me.cancel_erasure": (me) => inside(me),
  "me.request_copy": (me) => inside(me),
  "me.download_copy": (me) => inside(me),
  "email.confirm": anyone, // who holds a live link
  "email.stop": anyone, // who holds a live link
  "email.revert": anyone, // who holds a live link
  "installation.move": operator,
  "staff.add": operator,
  "staff.change_roles": operator,
  "staff.remove": operator,
  // A look changes nothing, but it is told in the account looked at, so it is a verb (P39).
  "traffic.look": staffWith("technical"),
  "traffic.look_at_webhooks": staffWith("technical"),
  "traffic.trace": staffWith("technical"),

  "privacy.answer_request": administersAnother,
  "privacy.remind": system, // nobody has answered for a fortnight
  "privacy.lapse": system, // the month to answer is over

  "ledger.export": reads, // takes along what they may read, and is told
  "support.request": staffWith("support"),
  "support.withdraw": staffWith("support"), // what they asked for themselves
  "support.invite": owns,
  "support.approve": owns, // and not of the staff, nor made an owner while support was inside
  "support.decline": owns,
  "support.end": (me) => owns(me) || staffWith("support")(me) || supporting(me), // the staff only what is theirs
  "support.enter": (me) => staffWith("support")(me) || supporting(me), // who is inside is told to leave first
  "support.leave": (me) => staffWith("support")(me) || supporting(me),
  "support.unmask": supporting,
  "support.close": system, // tells that the time was over
  "support.tell_owners": system, // by letter
  "support.set_ceiling": operator,
  "support.open_review": (me) => system(me) || staffWith("security")(me),
  "support.decide_review": staffWith("security"), // and never about themselves
  "support.break_glass": staffWith("support"), // which opens nothing before another confirms it
  "support.confirm_break_glass": (me) => staffWith("support")(me) || staffWith("security")(me),

  "link.renew": anyone, // a fresh letter goes to the address on record, whoever asks

  "traffic.set_retention": operator,
  "installation.set_cleanup": operator,

  "processor.note_blocked": system, // something was kept from leaving
  "processor.announce": staffWith("security"),
  "processor.withdraw": staffWith("security"),
  "processor.object": owns,
  "processor.set_notice": operator,
  "location.add": staffWith("security"),
  "location.end": staffWith("security"),
  "notice.tell_of_change": system, // of what concerns all accounts

  "webhook.create": runs,
  "webhook.edit": runs,
  "webhook.pause": runs,
  "webhook.resume": runs,
  "webhook.delete": runs,
  "webhook.remove": owns, // with all activity about it, for good
  "webhook.rotate_secret": runs,
  "webhook.test": runs,
  "webhook.replay": runs,
  "webhook.replay_range": runs,
  "webhook.warn": system, // after two and a half days of failure
  "webhook.disable": system, // after five days of failure, or an answer of 410
});

/** Questions: what may be read. */
export const mayAsk = {
  ...rules("read", {
    "account.show": reads,
    "account.show_data": reads,
    "account.show_closing": reads,
    "account.preview_close": owns,
    "account.list_deletions": reads,
    "user.list": reads,
    "user.show": (me, them) => reads(me) || self(me, them),
    "user.preview_removal": (me, them) => administersAnother(me, them),
    "user.list_sessions": reads,
    "user.list_activity": reads,
    "activity.list": reads,
    "ledger.list": reads,
    "ledger.summarize": reads,
    "api_key.list": reads,
    "api_key.show": reads,
    "me.show": (me) => signedIn(me) || supporting(me),
    "me.list_sessions": signedIn,
    "me.list_activity": (me) => inside(me),
    "me.list_ledger": (me) => inside(me),
    "me.show_privacy": (me) => inside(me),
    "privacy.list_requests": reads,
    "me.list_copies": (me) => inside(me),
    "export.list": owns,
    "export.show": owns,
    "staff.list": (me) => operator(me) || staffWith("security")(me),
    "installation.list_log": staffWith("security"),
    "installation.show": (me) => me.kind === "staff",
    "installation.list_accounts": (me) => me.kind === "staff",
    "traffic.survey": staffWith("technical"),
    "installation.show_backups": staffWith("technical"),
    "support.list": reads,
    "support.show": reads,
    "support.preview": owns,
    "support.list_staff": owns,
    "support.list_mine": staffWith("support"),
    "processor.list": anyone, // it is public
    "processor.list_notices": reads,
    "processor.list_objections": staffWith("security"),
    "location.list": anyone, // it is public
    "support.list_reviews": staffWith("security"),
    "support.show_review": staffWith("security"),
    "support.list_break_glass": (me) => staffWith("support")(me) || staffWith("security")(me),
    "installation.show_cleanup": (me) => staffWith("technical")(me) || staffWith("security")(me),
    "certificate.show": anyone, // who holds the code in the letter
    "certificate.list_keys": anyone,
    "link.open": anyone, // who holds the link
    "password.check": anyone, // it tells only whether a password is on a public list
    "traffic.list": reads,
    "traffic.show": reads,
    "traffic.overview": reads,
    "webhook.list": reads,
    "webhook.show": reads,
    "webhook.list_topics": reads,
    "webhook.list_deliveries": reads,
    "webhook.list_all_deliveries": reads,
    "webhook.show_delivery": reads,
    "webhook.preview_replay": reads,
    "webhook.verify": reads,
  }),
  /** A program asks which key it came with, whatever that key is open for. */
  "api_key.show_current": (me: Actor) => me.kind === "key",
};

export type CommandName = keyof typeof mayDo;
export type QueryName = keyof typeof mayAsk;
