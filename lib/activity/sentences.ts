import type { CommandName } from "@/lib/policy/policy";
import type { Change, EventView } from "./event";

/** What a sentence is made of. Names are as they were when it happened. */
type Told = Pick<EventView, "changes" | "particulars" | "outcome"> & {
  actor: string;
  object: string;
  self: boolean;
};
type Sentence = (told: Told) => string;

const change = (told: Told, field: string): Change | undefined =>
  told.changes.find((one) => one.field === field);
const fields = (told: Told) => list(told.changes.map((one) => fieldNames[one.field] ?? one.field));
const because = (told: Told) =>
  told.particulars.reason ? `: ${String(told.particulars.reason)}` : "";
const request = (told: Told) =>
  told.particulars.requestId ? `the request ${String(told.particulars.requestId)}` : "a request";
const whose = (told: Told) => (told.self ? "their own" : `${told.object}'s`);
const onto = (told: Told) => (told.self ? "themselves" : told.object);

/** The words for fields, in sentences and beside before → after. */
export const fieldNames: Record<string, string> = {
  name: "name",
  email: "e-mail address",
  title: "title",
  environment: "environment",
  locale: "language",
  timeZone: "time zone",
  role: "role",
  status: "status",
  password: "password",
  pausedUntil: "end of the pause",
  roles: "roles",
  scopes: "scopes",
  networks: "address ranges",
  url: "address",
  topics: "topics",
  description: "description",
  thin: "kind of payload",
};

/**
 * One sentence for every verb. The compiler insists on it: a verb without a sentence does not compile, and a
 * sentence without a verb neither.
 */
export const sentences = {
  "account.set_up": (e) => `${e.actor} set up the account ${e.object}`,
  "account.create": (e) => `${e.actor} created the account ${e.object}`,
  "account.import": (e) =>
    `${e.actor} made the account ${e.object} out of a take-out archive${e.particulars.origin ? ` of ${String(e.particulars.origin)}` : ""}`,
  "account.edit": (e) =>
    `${e.actor} renamed the account from ${from(e, "name")} to ${to(e, "name")}`,
  "account.restore": (e) =>
    `The data of this account was restored from a backup${e.particulars.restoredTo ? ` of ${moment(e.particulars.restoredTo)}` : ""}`,

  "account.close": (e) =>
    e.particulars.secondOwner
      ? `${e.actor} asked to close the account, and another owner has to confirm${because(e)}`
      : `${e.actor} closed the account; it can come back within 30 days${because(e)}`,
  "account.confirm_close": (e) =>
    `${e.actor} confirmed that the account is closed; it can come back within 30 days`,
  "account.cancel_close": (e) => `${e.actor} brought the account back; it is not closed`,
  "account.hold": (e) =>
    `${e.actor} placed a hold on ${e.object}, ${held(e)}: what it holds is not purged before`,
  "account.release_hold": (e) => `${e.actor} released a hold on ${e.object}, ${held(e)}`,
  "account.purge": (e) => `${e.actor} began to purge an account for good`,
  "person.erase": (e) =>
    `${e.actor} erased a person who had asked for it, with ${entries(e.particulars.destroyed)} about them`,

  "user.invite": (e) => `${e.actor} invited ${e.object} as ${to(e, "role")}`,
  "user.edit": (e) => `${e.actor} changed ${whose(e)} ${fields(e)}`,
  "user.start_email_change": (e) =>
    `${e.actor} asked ${e.object} to confirm ${to(e, "email")} as new e-mail address`,
  "user.cancel_email_change": (e) =>
    `${e.actor} cancelled the change of ${whose(e)} e-mail address`,
  "user.pause": (e) =>
    `${e.actor} paused ${e.object}${e.particulars.until ? ` until ${moment(e.particulars.until)}` : ""}${because(e)}`,
  "user.resume": (e) =>
    `${e.actor} resumed ${e.object}${e.particulars.planned ? " as planned" : ""}`,
  "user.change_role": (e) =>
    `${e.actor} changed ${whose(e)} role from ${from(e, "role")} to ${to(e, "role")}`,
  "user.delete": (e) => `${e.actor} put ${e.object} into the bin`,
  "user.restore": (e) => `${e.actor} restored ${e.object} from the bin`,
  "user.remove": (e) => `${e.actor} permanently deleted a user`,
  "user.leave": (e) => `${e.actor} left the account`,
  "user.resend_invitation": (e) => `${e.actor} sent ${e.object} a fresh invitation`,
  "user.revoke_invitation": (e) => `${e.actor} withdrew the invitation of ${e.object}`,
  "user.send_reset": (e) => `${e.actor} sent ${e.object} a link to set a new password`,
  "user.end_session": (e) => `${e.actor} ended a session of ${onto(e)}`,
  "user.end_sessions": (e) => `${e.actor} ended all sessions of ${onto(e)}`,

  "api_key.create": (e) => `${e.actor} made the key ${e.object}`,
  "api_key.edit": (e) => `${e.actor} changed the ${fields(e)} of the key ${e.object}`,
  "api_key.rotate": (e) =>
    `${e.actor} rotated the key ${e.object}${e.particulars.until ? `, the old one works until ${moment(e.particulars.until)}` : ", the old one ended"}`,
  "api_key.revoke": (e) => `${e.actor} revoked the key ${e.object}`,
  "api_key.remove": (e) => `${e.actor} permanently deleted an API key`,
  "api_key.revoke_exposed": (e) =>
    `The key ${e.object} was sent without encryption and was revoked`,
  "api_key.remind": (e) => `The holder of the key ${e.object} was told that it expires soon`,

  "ownership.grant": (e) => `${e.actor} made ${e.object} an owner`,
  "ownership.release": (e) =>
    e.self ? `${e.actor} gave up ownership` : `${e.actor} took ownership from ${e.object}`,

  "session.open": (e) => `${e.object} signed in`,
  "session.refuse": (e) => `Someone failed to sign in as ${e.object}`,
  "session.confirm": (e) => `${e.actor} confirmed their password`,
  "session.choose_account": (e) => `${e.actor} started working in this account`,
  "session.choose_operator": (e) => `${e.actor} went over to the operator's area`,
  "session.close": (e) => `${e.actor} signed out`,
  "session.end": (e) => `${e.actor} ended a session of their own`,
  "session.end_others": (e) => `${e.actor} ended all their other sessions`,
  "session.end_exposed": (e) =>
    `A session of ${e.object} was sent without encryption and was ended`,

  "password.request_reset": (e) => `A link to set a new password was requested for ${e.object}`,
  "password.answer_reset_request": (e) =>
    `A link to set a new password was requested for ${e.object}`,
  "password.set": (e) =>
    e.particulars.accepted
      ? `${e.object} accepted the invitation`
      : `${e.object} set a new password by link`,
  "password.change": (e) => `${e.actor} changed their password`,

  "export.request": (e) =>
    `${e.actor} asked for the take-out archive of the account${e.particulars.replaced ? ", in place of an earlier one" : ""}`,
  "export.cancel": (e) =>
    e.particulars.ready
      ? `${e.actor} deleted the take-out archive of the account`
      : `${e.actor} stopped the making of the take-out archive`,
  "export.download": (e) => `${e.actor} downloaded the take-out archive of the account`,

  "me.edit": (e) => `${e.actor} changed their own ${fields(e)}`,
  "me.erase": (e) => `${e.actor} asked to be erased everywhere, at once`,
  "me.start_email_change": (e) =>
    `${e.actor} asked to change their e-mail address to ${to(e, "email")}`,
  "me.cancel_email_change": (e) => `${e.actor} cancelled the change of their e-mail address`,
  "me.request_copy": (e) => `${e.actor} asked for a copy of their own data`,
  "me.download_copy": (e) => `${e.actor} downloaded a copy of their own data`,
  "email.confirm": (e) => `${e.object} confirmed ${to(e, "email")} as new e-mail address`,
  "email.stop": (e) => `${e.object} stopped a change of their e-mail address`,
  "email.revert": (e) => `${e.object} took the e-mail address back to ${to(e, "email")}`,
  "me.request_erasure": (e) => `${e.actor} asked for everything about them to be erased`,
  "me.cancel_erasure": (e) => `${e.actor} took their request to be erased back`,
  "privacy.answer_request": (e) =>
    e.particulars.answer === "refuse"
      ? `${e.actor} refused to erase ${e.object}${because(e)}`
      : `${e.actor} erased a user who had asked for it`,
  "privacy.remind": (e) => `It was reminded that ${e.object} waits to be erased`,
  "privacy.lapse": (e) =>
    `${e.object} asked to be erased, nobody answered within a month, and they went into the bin`,
  "link.renew": (e) => `A fresh link was sent to ${e.object}`,

  "ledger.export": (e) => `${e.actor} downloaded the ledger of who touched the account's data`,

  "traffic.set_retention": (e) => `${e.actor} set for how long calls are kept`,
  "installation.set_cleanup": (e) => `${e.actor} set how often closed accounts are purged`,

  "processor.announce": (e) =>
    `${e.actor} announced that ${e.object} is to be ${String(e.particulars.kind)} as a processor, from ${moment(e.particulars.effectiveAt)} on`,
  "processor.withdraw": (e) => `${e.actor} withdrew what was announced about ${e.object}`,
  "processor.object": (e) =>
    `${e.actor} objected to ${e.particulars.processor ? `the change about ${String(e.particulars.processor)}` : "a change of processors"}${because(e)}`,
  "processor.set_notice": (e) =>
    `${e.actor} gave owners ${to(e, "noticeDays")} days to object to changes, instead of ${from(e, "noticeDays")}`,
  "location.add": (e) =>
    `${e.actor} added ${e.object} to the locations${e.particulars.planned ? `, from ${moment(e.particulars.since)} on` : ""}`,
  "location.end": (e) =>
    `${e.actor} ended the location ${e.object}, with ${moment(e.particulars.until)}`,
  "notice.tell_of_change": (e) =>
    `The owners were told: ${String(e.particulars.says ?? "a change")}`,
  "processor.note_blocked": (e) =>
    `${e.actor} kept ${e.particulars.what ? String(e.particulars.what) : "something"} from leaving to ${e.object}${because(e)}`,

  "webhook.create": (e) => `${e.actor} set up a webhook to ${e.object}`,
  "webhook.edit": (e) => `${e.actor} changed the ${fields(e)} of the webhook to ${e.object}`,
  "webhook.pause": (e) => `${e.actor} paused the webhook to ${e.object}`,
  "webhook.resume": (e) =>
    `${e.actor} resumed the webhook to ${e.object}${e.particulars.replayed ? ` and had ${messages(e.particulars.replayed)} sent that had been held` : ""}`,
  "webhook.delete": (e) => `${e.actor} deleted the webhook to ${e.object}`,
  "webhook.remove": (e) => `${e.actor} permanently deleted a webhook`,
  "webhook.rotate_secret": (e) => `${e.actor} gave the webhook to ${e.object} a new secret`,
  "webhook.test": (e) => `${e.actor} sent a test to ${e.object}`,
  "webhook.replay": (e) => `${e.actor} had a message sent again to ${e.object}`,
  "webhook.replay_range": (e) =>
    `${e.actor} had ${messages(e.particulars.replayed)} sent again to ${e.object}`,
  "webhook.warn": (e) => `${e.actor} told the owners that webhooks to ${e.object} do not arrive`,
  "webhook.disable": (e) =>
    e.particulars.because === "gone"
      ? `${e.actor} disabled the webhook to ${e.object}, which wants no more messages`
      : `${e.actor} disabled the webhook to ${e.object}, where nothing had arrived for five days`,

  "installation.move": (e) =>
    `${e.actor} moved the installation from ${from(e, "environment")} to ${to(e, "environment")}`,
  "staff.add": (e) => `${e.actor} added ${e.object} to the staff, with the roles ${to(e, "roles")}`,
  "staff.change_roles": (e) =>
    `${e.actor} changed ${whose(e)} roles from ${from(e, "roles")} to ${to(e, "roles")}`,
  "staff.remove": (e) => `${e.actor} took ${e.object} off the staff`,
  "traffic.look": (e) =>
    `${e.actor} looked at the API calls of ${e.object}${because(e)}${e.particulars.further ? " (a further page)" : ""}`,
  "traffic.look_at_webhooks": (e) =>
    `${e.actor} looked at the webhook attempts of ${e.object}${because(e)}${e.particulars.further ? " (a further page)" : ""}`,
  "support.request": (e) =>
    `${e.actor} asked to ${scopeOf(e)} for ${minutes(e)}${ticket(e)}${because(e)}`,
  "support.withdraw": (e) => `${e.actor} withdrew their request for access`,
  "support.invite": (e) =>
    `${e.actor} invited ${e.object} of the support staff to ${scopeOf(e)} for ${minutes(e)}${ticket(e)}${because(e)}`,
  "support.approve": (e) =>
    `${e.actor} agreed that ${e.object} of the support staff may ${scopeOf(e)} for ${minutes(e)}${ticket(e)}`,
  "support.decline": (e) =>
    `${e.actor} declined the request of ${e.object} for access${because(e)}`,
  "support.end": (e) => `${e.actor} ended the access of ${e.object}${done(e)}`,
  "support.enter": (e) => `${e.actor} entered this account with the consent of an owner`,
  "support.leave": (e) => `${e.actor} left this account`,
  "support.unmask": (e) =>
    `${e.actor} unmasked ${unmasked[String(e.particulars.field)] ?? "a field"} of ${e.particulars.objectKind === "user" ? e.object : "something"}${because(e)}`,
  "support.close": (e) => `The access of ${e.object} ended after the time agreed on${done(e)}`,
  "support.tell_owners": (e) => `The owners were told of the access of ${e.object}`,
  "support.set_ceiling": (e) =>
    `${e.actor} set for how long accounts can be open to support at most`,
  "support.open_review": (e) =>
    `${e.actor} opened the review of support access for the ${quarter(e)}: ${count(e.particulars.added, "question")}`,
  "support.decide_review": (e) => `${e.actor} reviewed ${reviewed(e)}: ${decided(e)}`,
  "support.break_glass": (e) =>
    `${e.actor} says it is an emergency, and asked a second of the staff to agree that they ${scopeOf(e)} for ${minutes(e)} without consent of an owner${ticket(e)}${because(e)}`,
  "support.confirm_break_glass": (e) =>
    `${e.actor} agreed, as the second of the staff, that ${e.object} may ${scopeOf(e)} for ${minutes(e)} without consent of an owner${ticket(e)}${because(e)}`,
  "traffic.trace": (e) =>
    e.particulars.found === false
      ? `${e.actor} looked up ${request(e)} and found nothing${because(e)}`
      : `${e.actor} looked up ${request(e)} of ${e.object}${because(e)}`,
} satisfies Record<CommandName, Sentence>;

/** What was tried, for verbs that can be refused: "Adam tried to …". */
const attempts: Partial<Record<CommandName, (told: Told) => string>> = {
  "account.edit": () => "rename the account",
  "account.close": () => "close the account",
  "account.confirm_close": () => "confirm that the account is closed",
  "account.cancel_close": () => "bring the account back",
  "account.hold": () => "place a hold on an account",
  "account.release_hold": () => "release a hold",
  "user.invite": () => "invite someone",
  "user.edit": (e) => `edit ${onto(e)}`,
  "user.start_email_change": (e) => `change ${whose(e)} e-mail address`,
  "user.cancel_email_change": (e) => `cancel the change of ${whose(e)} e-mail address`,
  "user.pause": (e) => `pause ${onto(e)}`,
  "user.resume": (e) => `resume ${onto(e)}`,
  "user.change_role": (e) => `change ${whose(e)} role`,
  "user.delete": (e) => `put ${onto(e)} into the bin`,
  "user.restore": (e) => `restore ${onto(e)} from the bin`,
  "user.remove": (e) => `permanently delete ${onto(e)}`,
  "user.leave": () => "leave the account",
  "user.resend_invitation": (e) => `send ${onto(e)} a fresh invitation`,
  "user.revoke_invitation": (e) => `withdraw the invitation of ${e.object}`,
  "user.send_reset": (e) => `send ${onto(e)} a link to set a new password`,
  "user.end_session": (e) => `end a session of ${onto(e)}`,
  "user.end_sessions": (e) => `end all sessions of ${onto(e)}`,
  "api_key.create": () => "make a key",
  "api_key.edit": (e) => `change the key ${e.object}`,
  "api_key.rotate": (e) => `rotate the key ${e.object}`,
  "api_key.revoke": (e) => `revoke the key ${e.object}`,
  "api_key.remove": (e) => `permanently delete the key ${e.object}`,
  "ownership.grant": (e) => `make ${onto(e)} an owner`,
  "ownership.release": (e) => (e.self ? "give up ownership" : `take ownership from ${e.object}`),
  "session.confirm": () => "confirm their password",
  "password.set": () => "set a password by link",
  "password.change": () => "change their password",
  "export.request": () => "ask for the take-out archive of the account",
  "export.cancel": () => "delete the take-out archive of the account",
  "export.download": () => "download the take-out archive of the account",
  "me.edit": (e) => `edit ${onto(e)}`,
  "me.erase": () => "be erased everywhere",
  "me.start_email_change": () => "change their e-mail address",
  "me.request_copy": () => "ask for a copy of their own data",
  "me.download_copy": () => "download a copy of their own data",
  "email.confirm": () => "confirm an e-mail address",
  "email.stop": () => "stop a change of an e-mail address",
  "email.revert": () => "take an e-mail address back",
  "me.request_erasure": () => "ask for everything about them to be erased",
  "me.cancel_erasure": () => "take their request to be erased back",
  "privacy.answer_request": (e) => `answer the request of ${onto(e)} to be erased`,
  "privacy.lapse": (e) => `put ${onto(e)}, who asked to be erased, into the bin`,
  "link.renew": () => "get a fresh link",
  "ledger.export": () => "download the ledger of who touched the account's data",
  "traffic.look": () => "look at API calls as the staff do",
  "traffic.look_at_webhooks": () => "look at webhook attempts as the staff do",
  "traffic.trace": () => "look up a request as the staff do",
  "support.request": () => "ask for access to an account",
  "support.withdraw": () => "withdraw a request for access",
  "support.invite": () => "invite someone of the support staff",
  "support.approve": (e) => `agree to access of ${e.object}`,
  "support.decline": (e) => `decline the request of ${e.object} for access`,
  "support.enter": () => "enter an account",
  "support.leave": () => "leave an account",
  "support.unmask": (e) => `unmask ${unmasked[String(e.particulars.field)] ?? "a field"}`,
  "support.end": (e) => `end the access of ${e.object}`,
  "processor.announce": () => "announce a change of processors",
  "processor.withdraw": () => "withdraw a change of processors",
  "processor.object": () => "object to a change of processors",
  "location.add": () => "add a location",
  "location.end": () => "end a location",
  "support.open_review": () => "open a review of support access",
  "support.decide_review": () => "decide in a review of support access",
  "support.break_glass": () => "open an account without consent",
  "support.confirm_break_glass": () => "confirm that an account is opened without consent",
  "webhook.create": () => "set up a webhook",
  "webhook.edit": (e) => `edit the webhook to ${e.object}`,
  "webhook.pause": (e) => `pause the webhook to ${e.object}`,
  "webhook.resume": (e) => `resume the webhook to ${e.object}`,
  "webhook.delete": (e) => `delete the webhook to ${e.object}`,
  "webhook.remove": () => "permanently delete a webhook",
  "webhook.rotate_secret": (e) => `give the webhook to ${e.object} a new secret`,
  "webhook.test": (e) => `send a test to ${e.object}`,
  "webhook.replay": (e) => `have a message sent again to ${e.object}`,
  "webhook.replay_range": (e) => `have messages sent again to ${e.object}`,
};

/** The event in words, refusals included: "Adam tried to pause Olga: not allowed". */
export function sentenceFor(action: string, told: Told, code: string | null): string {
  const verb = action as CommandName;
  if (told.outcome === "ok") return sentences[verb]?.(told) ?? `${told.actor}: ${action}`;
  return `${told.actor} tried to ${attempts[verb]?.(told) ?? action}: ${reasonFor(told.outcome, code ?? "")}`;
}

const reasonFor = (outcome: Told["outcome"], code: string): string =>
  outcome === "denied" ? "not allowed" : (reasons[code] ?? code.replaceAll("_", " "));

const reasons: Record<string, string> = {
  support_answered: "it was answered, withdrawn or has lapsed",
  support_over: "it was not open",
  support_inside: "they were inside another",
  grant_ended: "the access had ended",
  support_asked: "there is a request already",
  review_overdue: "a review of support access is overdue",
  review_own: "it is about themselves",
  review_decided: "it was decided already",
  break_glass_alone: "it takes a second person",
  staff_may_not_approve: "whoever is of the staff cannot agree to it",
  owner_too_new: "they became an owner while support had access",
  already_requested: "it is asked for already",
  not_requested: "it is not asked for",
  still_staff: "they are of the staff",
  already_closing: "it is being closed already",
  not_closing: "it is not being closed",
  no_second_owner: "there is no other owner",
  another_owner: "another owner has to",
  last_owner: "an account needs an owner who can sign in",
  step_up_required: "the password was not confirmed",
  too_many: "too many tries",
  name_mismatch: "another name was typed",
  changed_meanwhile: "someone else was faster",
  export_not_ready: "it was not ready, or its days were over",
  export_over: "nothing was left of it",
  key_ended: "it does not work any more",
  key_rotated: "it has a successor already",
  not_planned: "it is not planned any more",
  window_over: "the time to object was over",
  already_objected: "the account had objected already",
  too_many_keys: "the account holds as many keys as it can",
};

const from = (told: Told, field: string) => word(change(told, field)?.from);
const to = (told: Told, field: string) => word(change(told, field)?.to);
const word = (value: unknown) =>
  value === null || value === undefined || value === "" ? "nothing" : String(value);
const unmasked: Record<string, string> = {
  name: "the name",
  email: "the e-mail address",
  title: "the title",
  text: "the words",
  origin: "the origin",
};
const scopeOf = (told: Told) =>
  `${told.particulars.mode === "act" ? "see and change" : "see"} ${words(told.particulars.nouns)}`;
const words = (names: unknown) =>
  list(Array.isArray(names) ? names.map((name) => String(name)) : ["some things"]);
const minutes = (told: Told) => `${String(told.particulars.minutes ?? "some")} minutes`;
const ticket = (told: Told) =>
  told.particulars.ticket ? ` (ticket ${String(told.particulars.ticket)})` : "";
const quarter = ({ particulars: { quarter: day } }: Told) =>
  day === undefined ? "quarter" : `quarter that began on ${String(day)}`;
const reviewed = (told: Told) =>
  `${told.object === "" ? "somebody" : told.object} for the ${quarter(told)}`;
const decided = ({ particulars: { decision } }: Told) =>
  decision === "keep"
    ? "in order"
    : decision === "remove"
      ? "the role support is taken away"
      : "somebody has to look into it";
const done = ({ particulars: { looks, changes } }: Told) =>
  looks === undefined ? "" : `: ${count(looks, "look")}, ${count(changes, "change")}`;
const count = (many: unknown, one: string) => `${String(many)} ${one}${many === 1 ? "" : "s"}`;
const held = (told: Told) =>
  `${told.particulars.category === "legal" ? "for legal reasons" : "to keep evidence"}, until ${String(told.particulars.until ?? "").slice(0, 10)}`;
const entries = (many: unknown) => (many === 1 ? "one entry" : `${Number(many ?? 0)} entries`);
const messages = (count: unknown) =>
  count === 1 ? "one message" : `${count === undefined ? "some" : String(count)} messages`;
/** A sentence is the same for every reader, so it says whose clock it means. */
const moment = (value: unknown) => `${String(value).slice(0, 16).replace("T", " ")} UTC`;
const list = (words: string[]) =>
  words.length < 2
    ? (words[0] ?? "details")
    : `${words.slice(0, -1).join(", ")} and ${words.at(-1)!}`;
