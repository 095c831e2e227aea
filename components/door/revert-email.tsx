"use client";

import { revertEmailAction } from "@/lib/people/actions";

import { ConfirmLink } from "./confirm-link";

export function RevertEmail() {
  return (
    <ConfirmLink
      title="Take your address back"
      about="Undoes the change of the e-mail address and signs every device out."
      button="Take the old address back"
      done="The old address is back and every device is signed out. If someone else knew your password, set a new one now."
      verb={revertEmailAction}
    />
  );
}
