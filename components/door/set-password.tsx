"use client";

import { lazy } from "react";

import { AcceptInvitation } from "./accept-invitation";
import { LinkGate } from "./link-gate";

const SetPasswordForm = lazy(() => import("./set-password-form"));

/** Where an invitation or a reset link leads: choose a password, unless there is one already, then sign in with it. */
export function SetPassword() {
  return (
    <LinkGate title="Choose your password" renewable>
      {(token, link) =>
        link.needsPassword ? (
          <SetPasswordForm token={token} link={link} />
        ) : (
          <AcceptInvitation token={token} link={link} />
        )
      }
    </LinkGate>
  );
}
