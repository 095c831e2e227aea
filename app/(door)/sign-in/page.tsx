import type { Metadata } from "next";
import { redirect } from "next/navigation";

import { DoorTitle } from "@/components/door/door-title";
import { SignInForm } from "@/components/door/sign-in-form";
import { DrawnFor } from "@/components/page/drawn-for";
import { Notice } from "@/components/ui/notice";
import { drawnFor, maybeMe } from "@/lib/gate/page";

import { submitSignIn } from "./submit";

export const metadata: Metadata = { title: "Sign in" };

type Search = Record<string, string | string[] | undefined>;

/** What brought someone here, when that is worth a sentence. */
const news: [parameter: string, says: string][] = [
  ["signed-out", "You are signed out, and this browser was asked to forget what it kept."],
  ["password-set", "Your new password is set, and every device was signed out. Sign in with it."],
  ["accepted", "You have accepted the invitation. Sign in with the password you already have."],
  ["email-changed", "Your e-mail address is changed. Sign in with the new one."],
  ["left", "You have left the account."],
  ["erased", "You are being erased everywhere. It takes a moment; nothing of you is left then."],
];

export default async function SignInPage({ searchParams }: { searchParams: Promise<Search> }) {
  if (await maybeMe()) redirect("/");
  const search = await searchParams;
  const told = news.find(([parameter]) => parameter in search)?.[1];
  const callbackUrl = typeof search.callbackUrl === "string" ? search.callbackUrl : undefined;
  return (
    <DrawnFor drawn={await drawnFor()} door>
      <DoorTitle title="Sign in" />
      {told && (
        <Notice tone="good">
          <p>{told}</p>
        </Notice>
      )}
      <SignInForm submit={submitSignIn} callbackUrl={callbackUrl} />
    </DrawnFor>
  );
}
