import { dayAfter, isDay, startOfDay } from "@/components/time/days";
import type { Reader } from "@/components/time/moment";
import { stretchOf } from "@/lib/traffic/sum-up";
import { CallFilter, periods } from "@/lib/traffic/traffic";

const words = [
  "key",
  "actor",
  "operation",
  "result",
  "status",
  "code",
  "method",
  "source",
] as const;

/**
 * Turns the address of the list into what is asked: days become instants in the reader's zone, the last day counts
 * whole; a period reaches as far back as it does in the overview. Words nobody understands are left out rather than
 * refused.
 */
export function callQuestion(search: URLSearchParams, { zone }: Reader, now = new Date()) {
  const asked: Record<string, string> = {};
  for (const word of words) {
    const value = search.get(word);
    if (value && CallFilter.safeParse({ [word]: value }).success) asked[word] = value;
  }
  const period = periods.find((one) => one === search.get("period"));
  const from =
    instantOf(search.get("from"), zone) ?? (period && stretchOf(period, now).from.toISOString());
  const to = instantOf(search.get("to"), zone, true);
  if (from) asked.from = from;
  if (to) asked.to = to;
  return { filter: asked, query: new URLSearchParams(asked).toString(), now };
}

/** A day as the instant it starts, or ends; an instant as itself. */
function instantOf(text: string | null, zone: string, end = false) {
  if (isDay(text)) return startOfDay(end ? dayAfter(text) : text, zone).toISOString();
  return isInstant(text) ? text : undefined;
}

/** Whether a word of the address is an exact time, as the overview's chart writes it. */
export const isInstant = (text: string | null): text is string =>
  text !== null && text.includes("T") && CallFilter.safeParse({ from: text }).success;
