"use client";

import { lazy } from "react";

import { LinkGate } from "./link-gate";

const SetPasswordForm = lazy(() => import("./set-password-form"));

/** Where an invitation or a reset link leads: choose a password, then sign in with it. */
export function SetPassword() {
  return (
    <LinkGate title="Choose your password" renewable>
      {(token, link) => <SetPasswordForm token={token} link={link} />}
    </LinkGate>
  );
}
