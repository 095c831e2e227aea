import type { Tone } from "@/components/ui/badge";
import type { AttemptOutcome, DeliveryState, WebhookState } from "@/lib/webhooks/webhook";
import { inDigits } from "@/lib/intl";

/** The words and looks of webhooks, said the same on every screen. */
export const webhookWords = {
  active: "Active",
  paused: "Paused",
  disabled: "Disabled",
} satisfies Record<WebhookState, string>;

export const webhookTones = {
  active: "good",
  paused: "warn",
  disabled: "danger",
} satisfies Record<WebhookState, Tone>;

export const deliveryWords = {
  pending: "Pending",
  delivered: "Delivered",
  failed: "Failed",
  held: "Held",
} satisfies Record<DeliveryState, string>;

export const deliveryTones = {
  pending: "calm",
  delivered: "good",
  failed: "danger",
  held: "warn",
} satisfies Record<DeliveryState, Tone>;

export const deliveryMeanings = {
  pending: "Is being sent, or will be tried again.",
  delivered: "The receiver answered that it has it.",
  failed: "Given up. It can be replayed.",
  held: "Kept while it rested. It can be replayed.",
} satisfies Record<DeliveryState, string>;

export const outcomeWords = {
  delivered: "Delivered",
  status: "Answered with an error",
  redirect: "Answered with a redirect",
  limited: "Asked us to wait",
  gone: "Wants no more messages",
  timeout: "No answer within 10 seconds",
  connection: "Could not connect",
  certificate: "Certificate not trusted",
  name: "Name not found",
  refused: "Address refused",
  interrupted: "Cut off",
} satisfies Record<AttemptOutcome, string>;

/** What topics are grouped by, as headings. */
const nouns: Record<string, string> = {
  user: "Users",
  ownership: "Ownership",
  account: "Account",
  session: "Signing in and out",
  password: "Passwords",
  me: "What people change about themselves",
  email: "E-mail addresses",
  link: "Links",
  api_key: "API keys",
  webhook: "Webhooks",
  traffic: "API calls",
};
export const nounWord = (noun: string) => nouns[noun] ?? noun;

/** Topics by what they are about, in the order of the headings. */
export function byNoun<T extends { noun: string }>(topics: T[]): [noun: string, group: T[]][] {
  const known = [...new Set([...Object.keys(nouns), ...topics.map(({ noun }) => noun)])];
  return known
    .map((noun): [string, T[]] => [noun, topics.filter((one) => one.noun === noun)])
    .filter(([, group]) => group.length > 0);
}

/** What a message can hold, as a form sends it. */
export const payloads = { whole: "The whole event", thin: "Ids only" };

/** A few topics by name, many by number. */
export function topicsInWords(topics: string[]) {
  if (topics.includes("*")) return "All topics";
  if (topics.length <= 2) return topics.join(", ");
  return `${topics.slice(0, 2).join(", ")} and ${topics.length - 2} more`;
}

/** Milliseconds as people read them. */
export const took = (ms: number) =>
  ms < 1_000 ? `${Math.max(1, Math.round(ms))} ms` : `${(ms / 1_000).toFixed(1)} s`;

export const counted = (count: number, one: string, many = `${one}s`) =>
  `${inDigits(count)} ${count === 1 ? one : many}`;

/** What a webhook is called: the host it leads to. */
export const hostOf = (url: string) => (URL.canParse(url) ? new URL(url).host : url);
