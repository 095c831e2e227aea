"use client";

import type { FailureCode } from "@/lib/gate/failure";
import { whoIsHereAction } from "@/lib/sessions/actions";
import { accessEnded, type Drawn, pageOfNobody } from "@/lib/sessions/drawn";

import { sendPage } from "./send-page";

/** How a page stands to who is signed in now. */
export type Standing =
  | { is: "right" }
  /** something changed in another tab, and the server is asked what */
  | { is: "doubted" }
  | { is: "unreachable" }
  | { is: "over"; now: Drawn };

const right: Standing = { is: "right" };

/** What this document was drawn for. It stays so until the next full load: what is shown and typed here is theirs. */
let held: Drawn | null = null;
let standing: Standing = right;
/** whether what the page showed is taken off it for good, so that only a fresh load brings anything back */
let emptied = false;
const listeners = new Set<() => void>();
const otherTabs =
  typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("castellan-page");

if (typeof window !== "undefined") {
  sendPage(() => held?.page ?? null);
  otherTabs?.addEventListener("message", ({ data }: MessageEvent<unknown>) => heard(data));
  window.addEventListener("pageshow", ({ persisted }) => persisted && doubt());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible" && Date.now() - lookedAt > 60_000) lookAgain();
  });
}

let lookedAt = Date.now();

/**
 * Holds on to what the page was drawn for. A page of nobody shows nothing of anybody, so signing in goes on in the same
 * document; everything else takes a full load.
 *
 * @returns whether the document is still what it was drawn for
 */
export function hold(drawn: Drawn): boolean {
  if (!held || held.page === pageOfNobody) held = drawn;
  return held.page === drawn.page;
}

/** Says to the other tabs for whom this one was drawn, so that those drawn for another look again. */
export const tellOtherTabs = () => otherTabs?.postMessage(held?.page);

/** Says to the other tabs that the person signed out on purpose: nothing stays on them. */
export const tellSignedOut = () => otherTabs?.postMessage(signedOut);

const signedOut = "signed-out";

function heard(said: unknown) {
  if (!held) return;
  if (said === signedOut) {
    if (held.page === pageOfNobody) return;
    emptied = true;
  }
  if (standing.is === "over" && standing.now.page === said) return;
  if (said !== held.page) doubt();
  else if (standing.is !== "right") lookAgain();
}

/** A refusal that may mean that the page is out of date: then the server is asked, and the other tabs ask as well. */
export function doubtPage(code: FailureCode | null | undefined) {
  if (code !== "page_of_another" && code !== "unauthenticated") return;
  lookAgain();
}

function doubt() {
  if (!held) return;
  publish({ is: "doubted" });
  lookAgain();
}

/** Asks the server who is signed in now, and covers or uncovers the page. */
export function lookAgain(): void {
  lookedAt = Date.now();
  void whoIsHereAction()
    .catch(() => null)
    .then((outcome) => {
      if (!outcome?.ok) {
        if (standing.is !== "right") publish({ is: "unreachable" });
        return;
      }
      const now = outcome.value;
      const fits = now.page === held?.page;
      if (fits && emptied) window.location.reload();
      else if (fits) {
        overFor = null;
        publish(right);
      } else tellOver(now);
    });
}

/** Who has the browser, as this tab last told the others: each change is passed on once, so that tabs never ask in circles. */
let overFor: string | null = null;

function tellOver(now: Drawn) {
  // nothing of an account stays with support whose access has ended, so there is nothing to come back to
  if (held!.as === "support" && now.as === "staff" && personIn(now) === personIn(held!))
    return window.location.assign(accessEnded);
  const news = overFor !== now.page;
  overFor = now.page;
  if (now.page !== pageOfNobody && personIn(now) !== personIn(held!)) emptied = true;
  publish({ is: "over", now });
  if (news) otherTabs?.postMessage(now.page);
}

const personIn = ({ page }: Drawn) => page.split(".")[0];

/** What the page was drawn for; null before anything was. */
export const drawnHere = () => held;
export const standingNow = () => standing;
export const isEmptied = () => emptied;

export function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function publish(next: Standing) {
  standing = next;
  for (const listener of listeners) listener();
}
