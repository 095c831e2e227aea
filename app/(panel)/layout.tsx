import { cookies } from "next/headers";
import type { ReactNode } from "react";

import { Rail } from "@/components/frame/rail";
import { themeCookie, themeFrom } from "@/components/frame/theme";
import { readerOf } from "@/components/time/reader";
import { ReaderProvider } from "@/components/time/reader-context";
import { ZoneTeller } from "@/components/time/zone-teller";
import { Toaster } from "@/components/ui/toaster";
import { currentMe } from "@/lib/gate/page";

/** The frame of everything a signed-in person sees. */
export default async function PanelLayout({ children }: { children: ReactNode }) {
  const me = await currentMe();
  const theme = themeFrom((await cookies()).get(themeCookie)?.value);
  return (
    <ReaderProvider reader={await readerOf(me)}>
      <a href="#main" className="btn btn-primary skip">
        Skip to the page
      </a>
      <div className="min-h-dvh md:grid md:grid-cols-[15rem_minmax(0,1fr)]">
        <Rail me={me} theme={theme} />
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
