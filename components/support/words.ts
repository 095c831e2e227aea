import type { Tone } from "@/components/ui/badge";
import type { PersonalField } from "@/lib/support/personal";
import type { ReviewDecision } from "@/lib/support/review";
import type {
  GrantState,
  SupportGrant,
  SupportMode,
  SupportNoun,
  SupportStep,
} from "@/lib/support/support";

/** The words and looks of support access, said the same to owners and to the staff. */
export const nounWords = {
  users: ["Users", "who is in the account, with roles and states"],
  activity: ["Activity", "what was done, by whom and when"],
  account: ["Account", "its name and settings"],
  webhooks: ["Webhooks", "addresses, deliveries and attempts"],
  traffic: ["API calls", "what was called, and how it ended"],
} satisfies Record<SupportNoun, [name: string, says: string]>;

export const fieldWords = {
  name: ["Names", "of users"],
  email: ["E-mail addresses", "of users"],
  title: ["Titles", "of users"],
  text: ["Words that people wrote", "reasons, and what stood before and after a change"],
  origin: ["Where people came from", "IP address, place and browser"],
} satisfies Record<PersonalField, [name: string, says: string]>;

export const modeWords = {
  view: "Look only",
  act: "Look and change",
} satisfies Record<SupportMode, string>;

export const stateWords = {
  pending: ["Waits for an answer", "warn"],
  invited: ["Invited", "calm"],
  live: ["Inside now", "danger"],
  ended: ["Ended", "gone"],
  declined: ["Declined", "plain"],
  withdrawn: ["Withdrawn", "plain"],
  lapsed: ["Lapsed", "plain"],
} satisfies Record<GrantState, [name: string, tone: Tone]>;

/** "2 hours", "90 minutes" */
export function lengthOf(minutes: number): string {
  const [n, unit] = minutes % 60 ? [minutes, "minute"] : [minutes / 60, "hour"];
  return `${n} ${unit}${n === 1 ? "" : "s"}`;
}

/** How an access came to its end, as a sentence. */
export function endOf({
  endedBy,
  staff,
}: {
  endedBy: SupportGrant["endedBy"];
  staff: string;
}): string {
  if (endedBy === "owner") return "An owner ended it.";
  if (endedBy === "staff") return `${staff} left.`;
  if (endedBy === "operator") return "The operator ended it.";
  return "The time agreed on was over.";
}

const looks: Record<string, string> = {
  "account.show": "Looked at the account",
  "user.list": "Looked through the users",
  "user.show": "Looked at a user",
  "user.list_sessions": "Looked at the sessions of a user",
  "user.list_activity": "Looked at the activity of a user",
  "activity.list": "Looked through the activity",
  "traffic.overview": "Looked at the overview of API calls",
  "traffic.list": "Looked through the API calls",
  "traffic.show": "Looked at an API call",
  "webhook.list": "Looked through the webhooks",
  "webhook.show": "Looked at a webhook",
  "webhook.list_topics": "Looked at the topics of webhooks",
  "webhook.list_deliveries": "Looked through the deliveries of a webhook",
  "webhook.list_all_deliveries": "Looked through the deliveries",
  "webhook.show_delivery": "Looked at a delivery",
};
const changes: Record<string, string> = {
  "user.edit": "Edited a user",
  "user.pause": "Paused a user",
  "user.resume": "Resumed a user",
  "user.send_reset": "Sent a link to set a password",
  "user.resend_invitation": "Sent a fresh invitation",
  "user.cancel_email_change": "Cancelled a change of address",
  "user.end_session": "Ended a session",
  "user.end_sessions": "Ended all sessions of a user",
  "webhook.pause": "Paused a webhook",
  "webhook.resume": "Resumed a webhook",
  "webhook.test": "Sent a test to a webhook",
  "webhook.replay": "Had a message sent again",
};

/** A step in a few words. What has none of its own is told by its name. */
export function stepWords({ kind, action }: Pick<SupportStep, "kind" | "action">): string {
  if (kind === "unmask") return "Unmasked a field";
  return (kind === "look" ? looks : changes)[action] ?? `${kindWords[kind]}: ${action}`;
}

export const kindWords = {
  look: "Look",
  change: "Change",
  unmask: "Unmasked",
} satisfies Record<SupportStep["kind"], string>;

export const kindTones = {
  look: "plain",
  change: "warn",
  unmask: "calm",
} satisfies Record<SupportStep["kind"], Tone>;

export const decisionWords = {
  keep: ["In order", "good"],
  remove: ["Role taken away", "danger"],
  escalate: ["Looked into", "warn"],
} satisfies Record<ReviewDecision, [name: string, tone: Tone]>;

/** "2026-07-01" is the third quarter of 2026. */
export const quarterOf = (firstDay: string): string =>
  `Quarter ${Math.ceil(Number(firstDay.slice(5, 7)) / 3)} of ${firstDay.slice(0, 4)}`;

/** Names in a row, in words. */
export const listed = (words: readonly string[]): string =>
  words.length < 2 ? (words[0] ?? "") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;

export const fieldNames = (fields: readonly string[]): string =>
  listed(fields.map((field) => fieldWords[field as PersonalField]?.[0].toLowerCase() ?? field));
