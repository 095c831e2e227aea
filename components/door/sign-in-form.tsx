"use client";

import { useActionState } from "react";

import { PageField } from "@/components/page/page-field";
import { PasswordField } from "@/components/password/password-field";
import { EmailField } from "@/components/ui/email-field";
import { RefusalNotice } from "@/components/ui/refusal-notice";

import type { Submit } from "./submission";

/** E-mail address and password; also without JavaScript. */
export function SignInForm({ submit, callbackUrl }: { submit: Submit; callbackUrl?: string }) {
  const [{ refusal, email }, action, pending] = useActionState(submit, {
    refusal: null,
    email: "",
  });
  return (
    <form action={action} className="grid gap-4">
      {refusal && !pending && <RefusalNotice refusal={refusal} />}
      <PageField />
      {callbackUrl && <input type="hidden" name="callbackUrl" value={callbackUrl} />}
      <EmailField
        label="E-mail address"
        autoComplete="username"
        defaultValue={email}
        error={refusal?.fields?.email}
        required
        autoFocus
      />
      <PasswordField label="Password" error={refusal?.fields?.password} />
      <button className="btn btn-primary btn-wide mt-1" disabled={pending}>
        {pending ? "Checking…" : "Sign in"}
      </button>
      <a className="link justify-self-center py-0.5 text-sm" href="/forgot-password">
        Forgot your password?
      </a>
    </form>
  );
}
