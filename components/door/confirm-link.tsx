"use client";

import { useState } from "react";

import { Notice } from "@/components/ui/notice";
import { RefusalNotice } from "@/components/ui/refusal-notice";
import { useVerb, type Verb } from "@/components/ui/use-verb";

import { DoorTitle } from "./door-title";
import { LinkGate } from "./link-gate";

type Props = {
  title: string;
  /** what pressing the button does */
  about: string;
  button: string;
  done: string;
  verb: Verb<unknown>;
};

/** A link that only needs a deliberate press: opening the page changes nothing. */
export function ConfirmLink(props: Props) {
  return (
    <LinkGate title={props.title}>
      {(token, link) => <Press {...props} token={token} address={link.email} />}
    </LinkGate>
  );
}

function Press({
  title,
  about,
  button,
  done,
  verb,
  token,
  address,
}: Props & { token: string; address: string }) {
  const { run, pending, refusal } = useVerb(verb);
  const [finished, setFinished] = useState(false);
  return (
    <>
      <DoorTitle title={title}>{about}</DoorTitle>
      {address && (
        <p className="rounded-md bg-sunken px-3 py-2 font-medium" dir="auto">
          {address}
        </p>
      )}
      {refusal && !pending && <RefusalNotice refusal={refusal} />}
      {finished ? (
        <Notice tone="good" alert>
          <p>{done}</p>
          <p>
            <a className="link" href="/sign-in">
              Sign in
            </a>
          </p>
        </Notice>
      ) : (
        <button
          type="button"
          className="btn btn-primary btn-wide"
          disabled={pending}
          onClick={() => run({ token }, () => setFinished(true))}
        >
          {pending ? "Working…" : button}
        </button>
      )}
    </>
  );
}
