import { cookies } from "next/headers";
import type { ReactNode } from "react";

import { themeCookie, themeFrom } from "@/components/frame/theme";
import { OperatorRail } from "@/components/operator/operator-rail";
import { readerOf } from "@/components/time/reader";
import { ReaderProvider } from "@/components/time/reader-context";
import { ZoneTeller } from "@/components/time/zone-teller";
import { Toaster } from "@/components/ui/toaster";
import { readEnv } from "@/lib/env";
import { currentStaff } from "@/lib/gate/page";

/** The operator's area: colours of its own, so that nobody takes it for an account. For the staff alone. */
export default async function OperatorLayout({ children }: { children: ReactNode }) {
  const me = await currentStaff();
  const theme = themeFrom((await cookies()).get(themeCookie)?.value);
  const { origin, loopback } = readEnv(process.env);
  return (
    <ReaderProvider reader={await readerOf(null)}>
      <a href="#main" className="btn btn-primary skip">
        Skip to the page
      </a>
      <div className="operator min-h-dvh md:grid md:grid-cols-[15rem_minmax(0,1fr)]">
        <OperatorRail me={me} theme={theme} host={new URL(origin).host} loopback={loopback} />
        <main
          id="main"
          tabIndex={-1}
          className="mx-auto w-full max-w-7xl px-4 py-6 sm:px-8 sm:py-8"
        >
          {children}
        </main>
      </div>
      <Toaster />
      <ZoneTeller />
    </ReaderProvider>
  );
}
