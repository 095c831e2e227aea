import { cookies } from "next/headers";
import type { ReactNode } from "react";

import { themeCookie, themeFrom } from "@/components/frame/theme";
import { ThemeSwitch } from "@/components/frame/theme-switch";
import { ZoneTeller } from "@/components/time/zone-teller";
import { Mark } from "@/components/ui/mark";

/** The frame of everything that happens before someone is inside. */
export default async function DoorLayout({ children }: { children: ReactNode }) {
  const theme = themeFrom((await cookies()).get(themeCookie)?.value);
  return (
    <div className="grid min-h-dvh grid-rows-[1fr_auto] bg-rail">
      <main id="main" className="grid place-items-center px-4 py-10">
        <div className="w-full max-w-104">
          <p className="flex items-center gap-2.5 pb-6 text-lg font-semibold tracking-tight">
            <Mark />
            Castellan
          </p>
          <div className="wall" aria-hidden="true" />
          <div className="door grid gap-5 p-6 sm:p-8">{children}</div>
        </div>
      </main>
      <footer className="flex flex-wrap items-center justify-between gap-3 px-5 py-4 text-sm text-muted">
        <span>Accounts, users and trust, in your own keeping.</span>
        <ThemeSwitch chosen={theme} />
      </footer>
      <ZoneTeller />
    </div>
  );
}
