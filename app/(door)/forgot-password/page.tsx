import type { Metadata } from "next";

import { DoorTitle } from "@/components/door/door-title";
import { ForgotPasswordForm } from "@/components/door/forgot-password-form";

import { submitForgotPassword } from "./submit";

export const metadata: Metadata = { title: "Forgot your password?" };

export default function ForgotPasswordPage() {
  return (
    <>
      <DoorTitle title="Set a new password">
        Tell us your address. We send you a link with which you choose a new password.
      </DoorTitle>
      <ForgotPasswordForm submit={submitForgotPassword} />
    </>
  );
}
