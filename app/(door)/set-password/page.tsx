import type { Metadata } from "next";

import { SetPassword } from "@/components/door/set-password";

export const metadata: Metadata = { title: "Choose your password" };

export default function SetPasswordPage() {
  return <SetPassword />;
}
