"use client";

import { Suspense, useState, type ReactNode } from "react";

import { Notice } from "@/components/ui/notice";
import { RefusalNotice } from "@/components/ui/refusal-notice";
import { Bar } from "@/components/ui/skeleton";
import { renewLinkAction } from "@/lib/links/actions";

import { DoorTitle } from "./door-title";
import { useLink, type OpenedLink } from "./use-link";

type Props = {
  /** the page's title while nothing better is known */
  title: string;
  /** whether a dead link of this kind can be replaced by a fresh letter */
  renewable?: boolean;
  children: (token: string, link: OpenedLink) => ReactNode;
};

/** Opens the e-mailed link of this page and shows what stands behind it, or what to do when it is dead. */
export function LinkGate({ title, renewable, children }: Props) {
  const state = useLink();
  switch (state.is) {
    case "opening":
      return <Opening title={title} />;
    case "missing":
      return (
        <>
          <DoorTitle title={title} />
          <Notice tone="warn">
            <p>
              Open this page with the link in your letter. The address alone, or a reload, does not
              carry it.
            </p>
          </Notice>
          <FallBack />
        </>
      );
    case "refused":
      return (
        <>
          <DoorTitle title={title} />
          <RefusalNotice refusal={state.refusal} />
          <button type="button" className="btn" onClick={state.retry}>
            Try again
          </button>
        </>
      );
    case "open":
      if (state.link.state === "live")
        return (
          <Suspense fallback={<Opening title={title} />}>
            {children(state.token, state.link)}
          </Suspense>
        );
      return <DeadLink token={state.token} link={state.link} renewable={renewable} />;
  }
}

function Opening({ title }: { title: string }) {
  return (
    <div role="status" aria-label="Opening your link" className="grid gap-3">
      <DoorTitle title={title} />
      <Bar className="w-full" />
      <Bar className="w-2/3" />
      <noscript>This page needs JavaScript, so that your link stays out of every log.</noscript>
    </div>
  );
}

function DeadLink({
  token,
  link,
  renewable,
}: {
  token: string;
  link: OpenedLink;
  renewable?: boolean;
}) {
  if (link.state === "lapsed") {
    return (
      <>
        <DoorTitle title="This link is no longer valid">
          Roles in the account have changed since it was sent. Ask an administrator
          {link.account && <> of {link.account}</>} for a fresh one.
        </DoorTitle>
        <FallBack />
      </>
    );
  }
  return (
    <>
      <DoorTitle
        title={link.state === "used" ? "This link was already used" : "This link has expired"}
      >
        {link.state === "used"
          ? "Each link works once. If you set your password with it, simply sign in."
          : "Links live only for a short time, so that a lost letter opens nothing."}
      </DoorTitle>
      {renewable && <Renewal token={token} address={link.email} />}
      <FallBack />
    </>
  );
}

/** A fresh letter to the address on record, whoever asks. */
export function Renewal({ token, address }: { token: string; address: string }) {
  const [sent, setSent] = useState<"no" | "sending" | "yes" | "failed">("no");

  async function renew() {
    setSent("sending");
    const outcome = await renewLinkAction({ token }).catch(() => null);
    setSent(outcome?.ok ? "yes" : "failed");
  }

  return (
    <div className="grid gap-3" aria-live="polite">
      {sent === "yes" ? (
        <Notice tone="good">
          <p>
            A letter with a fresh link is on its way{address && <> to {address}</>}. You can close
            this page.
          </p>
        </Notice>
      ) : (
        <button
          type="button"
          className="btn btn-primary btn-wide"
          disabled={sent === "sending"}
          onClick={renew}
        >
          {sent === "sending" ? "Sending…" : "Send me a fresh link"}
        </button>
      )}
      {sent === "failed" && (
        <p className="field-error">That did not work. Try again in a moment.</p>
      )}
    </div>
  );
}

function FallBack() {
  return (
    <p className="flex flex-wrap justify-center gap-x-5 gap-y-1 text-sm">
      <a className="link py-0.5" href="/sign-in">
        Sign in
      </a>
      <a className="link py-0.5" href="/forgot-password">
        Forgot your password?
      </a>
    </p>
  );
}
