"use client";

import { useState } from "react";

import type { Refusal } from "@/lib/gate/failure";

import { PasswordField } from "./password-field";

/**
 * The reader's own password, where a verb needs it: the field is there from the start, and may stay empty for ten minutes after
 * it was given. With `needed` false it appears only when the server asks for it.
 */
export function useProof(needed = true) {
  const [asked, setAsked] = useState(needed);
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
      help={`Asked again because ${because}. You can leave it empty if you gave it within the last ten minutes.`}
      error={errors.password ?? (refusal?.code === "wrong_password" ? refusal.says : undefined)}
      autoFocus={refusal !== null}
    />
  );
}
