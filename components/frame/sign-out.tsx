"use client";

import { useTransition } from "react";

import { lookAgain, tellSignedOut } from "@/components/page/page-of-tab";
import { Icon } from "@/components/ui/icon";
import { signOutAction } from "@/lib/sessions/actions";

/** Ends the session, then leaves by a full page load, so that nothing stays in the browser's memory. */
export function SignOut({ className = "btn btn-quiet btn-small" }: { className?: string }) {
  const [pending, start] = useTransition();
  return (
    <button
      type="button"
      className={className}
      disabled={pending}
      onClick={() =>
        start(async () => {
          const outcome = await signOutAction().catch(() => null);
          if (outcome && !outcome.ok && outcome.code === "page_of_another") return lookAgain();
          if (outcome?.ok) tellSignedOut();
          // Whoever could not be signed out must not be told that they are.
          window.location.replace(outcome?.ok ? "/sign-in?signed-out" : "/sign-in");
        })
      }
    >
      <Icon name="sign-out" />
      Sign out
    </button>
  );
}
