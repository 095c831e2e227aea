"use client";

import { createContext, use, useEffect, useSyncExternalStore, type ReactNode } from "react";

import type { Drawn } from "@/lib/sessions/drawn";

import { Cover } from "./cover";
import { hold, isEmptied, lookAgain, standingNow, subscribe, tellOtherTabs } from "./page-of-tab";

const Page = createContext("");

/** What a form sends that the browser itself submits: for whom the page was drawn. */
export const usePage = () => use(Page);

type Props = {
  drawn: Drawn;
  /** whether this is a page before one is inside, which shows nothing of an account */
  door?: boolean;
  children: ReactNode;
};

/**
 * Says for whom the page was drawn, to everything on it and to the other tabs, and covers it once the browser belongs to
 * somebody else, or works in another account. What was typed waits underneath in case it becomes right again.
 */
export function DrawnFor({ drawn, door, children }: Props) {
  const standing = useSyncExternalStore(subscribe, standingNow, () => null);
  const fits = typeof window === "undefined" || hold(drawn);

  useEffect(() => {
    if (fits) tellOtherTabs();
    // A door shows whose the browser is by itself. It starts afresh, with nothing in memory of who was here.
    else if (door) window.location.reload();
    else lookAgain();
  }, [fits, door, drawn.page]);

  const covered = standing !== null && standing.is !== "right";
  return (
    <Page value={drawn.page}>
      <div hidden={covered} inert={covered} className={covered ? undefined : "contents"}>
        {covered && isEmptied() ? null : children}
      </div>
      {covered && <Cover standing={standing} />}
    </Page>
  );
}
