"use client";

import { useActionState } from "react";

import { EmailField } from "@/components/ui/email-field";
import { Notice } from "@/components/ui/notice";
import { RefusalNotice } from "@/components/ui/refusal-notice";

import type { Submit } from "./submission";

/** Asks for the letter with the link; the answer is the same for every address. */
export function ForgotPasswordForm({ submit }: { submit: Submit }) {
  const [{ refusal, email, done }, action, pending] = useActionState(submit, {
    refusal: null,
    email: "",
  });
  return (
    <form action={action} className="grid gap-4">
      {refusal && !pending && <RefusalNotice refusal={refusal} />}
      {done && !pending && (
        <Notice tone="good" alert title="Look into your mailbox">
          <p>
            If <bdi className="font-medium">{email}</bdi> belongs to someone here, a letter with a
            link is on its way. The link works once, for 20 minutes.
          </p>
        </Notice>
      )}
      <EmailField
        label="E-mail address"
        autoComplete="username"
        defaultValue={email}
        error={refusal?.fields?.email}
        required
        autoFocus
      />
      <button className="btn btn-primary btn-wide" disabled={pending}>
        {pending ? "Sending…" : done ? "Send it again" : "Send me a link"}
      </button>
      <a className="link justify-self-center py-0.5 text-sm" href="/sign-in">
        Back to sign in
      </a>
    </form>
  );
}
