import { dayAfter, isDay, startOfDay } from "@/components/time/days";
import type { Reader } from "@/components/time/moment";
import { ActivityFilter } from "@/lib/activity/event";

/** The words the address of a feed of one user may hold; the account's feed adds who and whom. */
const words = ["q", "actorKind", "action", "outcome", "request"] as const;
const people = ["actor", "object"] as const;

/**
 * Turns a feed's address into what is asked: days become instants in the reader's zone, the last day counts whole.
 * Words nobody understands are left out rather than refused.
 */
export function questionFrom(search: URLSearchParams, { zone }: Reader, ofWholeAccount = false) {
  const asked: Record<string, string> = {};
  for (const word of ofWholeAccount ? [...words, ...people] : words) {
    const value = search.get(word);
    if (value && ActivityFilter.safeParse({ [word]: value }).success) asked[word] = value;
  }
  const [from, to] = [search.get("from"), search.get("to")];
  if (isDay(from)) asked.from = startOfDay(from, zone).toISOString();
  if (isDay(to)) asked.to = startOfDay(dayAfter(to), zone).toISOString();
  return { filter: asked, query: new URLSearchParams(asked).toString() };
}
