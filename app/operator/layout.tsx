import { cookies } from "next/headers";
import type { ReactNode } from "react";

import { Frame } from "@/components/frame/frame";
import { themeCookie, themeFrom } from "@/components/frame/theme";
import { OperatorRail } from "@/components/operator/operator-rail";
import { readerOf } from "@/components/time/reader";
import { readEnv } from "@/lib/env";
import { currentStaff, drawnFor } from "@/lib/gate/page";

/** The operator's area: colours of its own, so that nobody takes it for an account. For the staff alone. */
export default async function OperatorLayout({ children }: { children: ReactNode }) {
  const me = await currentStaff();
  const theme = themeFrom((await cookies()).get(themeCookie)?.value);
  const { environment, origin, loopback } = readEnv(process.env);
  const rail = (
    <OperatorRail
      me={me}
      theme={theme}
      host={new URL(origin).host}
      environment={environment}
      loopback={loopback}
    />
  );
  return (
    <Frame reader={await readerOf(null)} drawn={await drawnFor()} rail={rail} area="operator">
      {children}
    </Frame>
  );
}
