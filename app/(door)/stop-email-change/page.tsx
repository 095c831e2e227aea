import type { Metadata } from "next";

import { StopEmailChange } from "@/components/door/stop-email-change";

export const metadata: Metadata = { title: "Stop the change of your address" };

export default function StopEmailChangePage() {
  return <StopEmailChange />;
}
