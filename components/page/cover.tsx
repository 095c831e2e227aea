"use client";

import { useEffect, useRef, useState, type ReactNode } from "react";

import { Mark } from "@/components/ui/mark";
import { RefusalNotice } from "@/components/ui/refusal-notice";
import { useVerb } from "@/components/ui/use-verb";
import { chooseAccountAction, chooseOperatorAction } from "@/lib/sessions/actions";
import type { Drawn } from "@/lib/sessions/drawn";

import { drawnHere, isEmptied, lookAgain, type Standing, tellOtherTabs } from "./page-of-tab";
import { changeOf, placeOf } from "./words";

/** Lies over a page that is out of date: what changed, and the ways on. */
export function Cover({ standing }: { standing: Exclude<Standing, { is: "right" }> }) {
  const cover = useRef<HTMLDialogElement>(null);
  const was = drawnHere();

  useEffect(() => {
    const element = cover.current!;
    if (!element.open) element.showModal();
    return () => element.close();
  }, []);

  if (!was) return null;
  return (
    <dialog
      ref={cover}
      className="cover"
      aria-labelledby="cover-title"
      onCancel={(event) => event.preventDefault()}
    >
      <div className="grid w-full max-w-104 gap-4" role="status">
        <p className="flex items-center gap-2.5 text-lg font-semibold tracking-tight">
          <Mark />
          Castellan
        </p>
        {standing.is === "over" ? (
          <Over was={was} now={standing.now} />
        ) : (
          <Asking is={standing.is} />
        )}
      </div>
    </dialog>
  );
}

function Asking({ is }: { is: "doubted" | "unreachable" }) {
  return (
    <>
      <h1 id="cover-title" className="text-xl">
        Something changed in another tab
      </h1>
      {is === "doubted" ? (
        <p>One moment: we check who is signed in now.</p>
      ) : (
        <>
          <p>The server cannot be reached, so we cannot check who is signed in now.</p>
          <button type="button" className="btn btn-primary" onClick={lookAgain}>
            Check again
          </button>
        </>
      )}
    </>
  );
}

function Over({ was, now }: { was: Drawn; now: Drawn }) {
  const { title, says } = changeOf(was, now);
  return (
    <>
      <h1 id="cover-title" className="text-xl wrap-anywhere" dir="auto">
        {title}
      </h1>
      <p className="wrap-anywhere">{says}</p>
      {now.as === "nobody" ? <SignInAgain /> : <Ways was={was} now={now} />}
    </>
  );
}

/** In a new tab, where what was typed here shall be kept: signing in there uncovers this one. */
function SignInAgain() {
  const [here] = useState(() => window.location.pathname + window.location.search);
  const href = `/sign-in?${new URLSearchParams({ callbackUrl: here })}`;
  if (isEmptied())
    return (
      <Foot>
        <a className="btn btn-primary" href={href}>
          Sign in
        </a>
      </Foot>
    );
  return (
    <>
      <p className="text-sm text-muted">
        What you typed waits here. Once you have signed in in the new tab, this page comes back.
      </p>
      <Foot>
        <a className="btn btn-primary" href={href} target="_blank" rel="noopener">
          Sign in in a new tab
        </a>
      </Foot>
    </>
  );
}

/** Back to where the page was drawn, while one still can; on to where one is now. */
function Ways({ was, now }: { was: Drawn; now: Drawn }) {
  const account = useVerb(chooseAccountAction);
  const area = useVerb(chooseOperatorAction);
  const refusal = account.refusal ?? area.refusal;
  const pending = account.pending || area.pending;
  const outside = now.as !== "support";
  const home = was.account && was.as === "user" ? was.account.id : null;
  const back = outside && home && now.accounts.some(({ id }) => id === home) ? home : null;
  const toArea = outside && was.as === "staff" && now.operator;
  return (
    <>
      {refusal && !pending && refusal.code !== "page_of_another" && (
        <RefusalNotice refusal={refusal} />
      )}
      <Foot>
        {(back || toArea) && (
          <button
            type="button"
            className="btn btn-primary"
            disabled={pending}
            onClick={() => (back ? account.run({ accountId: back }, isBack) : area.run({}, isBack))}
          >
            Switch back to {placeOf(was)}
          </button>
        )}
        <button
          type="button"
          className={back || toArea ? "btn" : "btn btn-primary"}
          onClick={() => window.location.assign(now.as === "staff" ? "/operator" : "/")}
        >
          {now.name && now.name !== was.name
            ? `Continue as ${now.name}`
            : `Continue in ${placeOf(now)}`}
        </button>
      </Foot>
    </>
  );
}

function isBack() {
  tellOtherTabs();
  lookAgain();
}

const Foot = ({ children }: { children: ReactNode }) => (
  <div className="flex flex-wrap gap-2">{children}</div>
);
