"use server";

import type { Submission } from "@/components/door/submission";
import { formText } from "@/lib/gate/form-text";
import { requestResetAction } from "@/lib/passwords/actions";

/** Asks for a reset letter from a plain form. */
export async function submitForgotPassword(
  _before: Submission,
  form: FormData,
): Promise<Submission> {
  const email = formText(form, "email");
  const outcome = await requestResetAction({ email });
  return { refusal: outcome.ok ? null : outcome, email, done: outcome.ok };
}
