"use client";

import { stopEmailChangeAction } from "@/lib/people/actions";

import { ConfirmLink } from "./confirm-link";

export function StopEmailChange() {
  return (
    <ConfirmLink
      title="Stop the change of your address"
      about="The address you sign in with stays as it is. The new one below can no longer be confirmed."
      button="Stop the change"
      done="The change is stopped. Your address stays as it is."
      verb={stopEmailChangeAction}
    />
  );
}
