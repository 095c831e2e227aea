import { type Actor, isOfStaff } from "@/lib/policy/actor";
import type { CommandName, QueryName } from "@/lib/policy/policy";
import { pageOfNobody } from "@/lib/sessions/drawn";
import type { Claim } from "./claim";
import { Failure } from "./failure";

/**
 * For whom, and for which account, a page is drawn that this actor sees. It holds ids its reader knows, opens nothing,
 * and only narrows: what is pressed on the page is refused for everybody else and in every other account.
 */
export function pageOf(me: Actor): string {
  switch (me.kind) {
    case "user":
      return `${me.personId}.user.${me.accountId}`;
    case "support":
      return `${me.personId}.support.${me.accountId}.${me.grantId}`;
    case "staff":
    case "person":
      return `${me.personId}.${me.kind}`;
    case "visitor":
    case "key":
    case "system":
    case "operator":
      return pageOfNobody;
  }
}

/** How closely the page must fit: to person and place, to the person alone, or not at all. */
export type PageFit = "place" | "person" | "none";

/** What names the place it leads to, or leaves every place, depends on the person alone. */
const ofThePerson: (CommandName | QueryName)[] = [
  "session.choose_account",
  "session.choose_operator",
  "session.close",
];

/**
 * How closely a verb or a question holds on to the page it was asked from. What anyone may do carries a proof of its own,
 * like the token of a link, and does not depend on who is signed in.
 */
export const fitOf = (name: CommandName | QueryName, open: boolean): PageFit =>
  open ? "none" : ofThePerson.includes(name) ? "person" : "place";

/** Refuses what was pressed on a page that was drawn for another person or another account than the session has now. */
export function insistOnPage(claim: Claim, me: Actor, fit: PageFit): void {
  if (claim.kind !== "session" || claim.page === undefined || fit === "none") return;
  const here = pageOf(me);
  if (claim.page === here) return;
  if (fit === "person" && me.kind !== "visitor" && personIn(claim.page) === personIn(here)) return;
  // Support whose access ended reads that, and not that they are somewhere else.
  if (isOfStaff(me) && "ended" in me && me.ended && claim.page.endsWith(`.${me.ended}`)) return;
  throw new Failure(
    "page_of_another",
    claim.page === pageOfNobody ? { says: signedInMeanwhile } : {},
  );
}

const personIn = (page: string) => page.split(".")[0];

const signedInMeanwhile =
  "Someone has signed in in this browser since this page was opened. Reload the page to go on.";
