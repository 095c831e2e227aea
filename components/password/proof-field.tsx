"use client";

import { useState } from "react";

import type { Refusal } from "@/lib/gate/failure";

import { PasswordField } from "./password-field";

/** Whether a verb asks for the actor's own password, which it does unless it was given in the last ten minutes. */
export function useProof() {
  const [asked, setAsked] = useState(false);
  return {
    asked,
    refused: ({ code }: Refusal) => {
      if (code === "step_up_required" || code === "wrong_password") setAsked(true);
    },
    from: (form: FormData) => (form.get("password") ? { password: form.get("password") } : {}),
  };
}

type Props = {
  /** why it is asked, as the end of a sentence */
  because: string;
  errors: Record<string, string>;
  refusal: Refusal | null;
};

export function ProofField({ because, errors, refusal }: Props) {
  return (
    <PasswordField
      label="Your password"
      help={`Asked again because ${because}. It counts for ten minutes.`}
      error={errors.password ?? (refusal?.code === "wrong_password" ? refusal.says : undefined)}
      autoFocus
    />
  );
}
