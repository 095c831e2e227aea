"use server";

import { redirect } from "next/navigation";

import type { Submission } from "@/components/door/submission";
import { formText } from "@/lib/gate/form-text";
import { signInAction } from "@/lib/sessions/actions";

/** Signs in from a plain form and goes where the person wanted to be. */
export async function submitSignIn(_before: Submission, form: FormData): Promise<Submission> {
  const email = formText(form, "email");
  const outcome = await signInAction({
    email,
    password: formText(form, "password"),
    callbackUrl: formText(form, "callbackUrl") || undefined,
    page: formText(form, "page") || undefined,
  });
  if (outcome.ok) redirect(outcome.value.next);
  return { refusal: outcome, email };
}
