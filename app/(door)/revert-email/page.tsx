import type { Metadata } from "next";

import { RevertEmail } from "@/components/door/revert-email";

export const metadata: Metadata = { title: "Take your address back" };

export default function RevertEmailPage() {
  return <RevertEmail />;
}
