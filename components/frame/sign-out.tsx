"use client";

import { useTransition } from "react";

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
          await signOutAction().catch(() => null);
          window.location.replace("/sign-in?signed-out");
        })
      }
    >
      <Icon name="sign-out" />
      Sign out
    </button>
  );
}
