"use server";

import { redirect } from "next/navigation";

import type { Submission } from "@/components/door/submission";
import { signInAction } from "@/lib/sessions/actions";

/** Signs in from a plain form and goes where the person wanted to be. */
export async function submitSignIn(_before: Submission, form: FormData): Promise<Submission> {
  const email = text(form, "email");
  const outcome = await signInAction({
    email,
    password: text(form, "password"),
    callbackUrl: text(form, "callbackUrl") || undefined,
  });
  if (outcome.ok) redirect(outcome.value.next);
  return { refusal: outcome, email };
}

function text(form: FormData, name: string) {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}
