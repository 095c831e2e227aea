"use client";

import { revertEmailAction } from "@/lib/people/actions";

import { ConfirmLink } from "./confirm-link";

export function RevertEmail() {
  return (
    <ConfirmLink
      title="Take your address back"
      about="Undoes the change of the e-mail address, signs every device out, and makes the password worthless."
      button="Take the old address back"
      done="The old address is back and every device is signed out. We sent it a letter with a link to set a new password."
      verb={revertEmailAction}
    />
  );
}
