import { dayAfter, isDay, startOfDay } from "@/components/time/days";
import type { Reader } from "@/components/time/moment";
import { isInstant } from "@/components/traffic/call-question";
import { LedgerFilter } from "@/lib/ledger/ledger";

const words = ["kind", "who", "each"] as const;

/**
 * Turns the address of the ledger into what is asked: days become instants in the reader's zone, the last day counts
 * whole. Words nobody understands are left out rather than refused.
 */
export function ledgerQuestion(search: URLSearchParams, { zone }: Reader) {
  const asked: Record<string, string> = {};
  for (const word of words) {
    const value = search.get(word);
    if (value && LedgerFilter.safeParse({ [word]: value }).success) asked[word] = value;
  }
  const [from, to] = [search.get("from"), search.get("to")];
  if (isDay(from)) asked.from = startOfDay(from, zone).toISOString();
  else if (isInstant(from)) asked.from = from;
  if (isDay(to)) asked.to = startOfDay(dayAfter(to), zone).toISOString();
  else if (isInstant(to)) asked.to = to;
  return { filter: asked, query: new URLSearchParams(asked).toString() };
}
