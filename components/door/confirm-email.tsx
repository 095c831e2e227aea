"use client";

import { confirmEmailAction } from "@/lib/people/actions";

import { ConfirmLink } from "./confirm-link";

export function ConfirmEmail() {
  return (
    <ConfirmLink
      title="Confirm your new address"
      about="From then on you sign in with this address, and letters go there."
      button="Confirm this address"
      done="Your address is confirmed. Sign in with it from now on."
      verb={confirmEmailAction}
    />
  );
}
