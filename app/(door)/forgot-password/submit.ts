"use server";

import type { Submission } from "@/components/door/submission";
import { requestResetAction } from "@/lib/passwords/actions";

/** Asks for a reset letter from a plain form. */
export async function submitForgotPassword(
  _before: Submission,
  form: FormData,
): Promise<Submission> {
  const typed = form.get("email");
  const email = typeof typed === "string" ? typed : "";
  const outcome = await requestResetAction({ email });
  return { refusal: outcome.ok ? null : outcome, email, done: outcome.ok };
}
