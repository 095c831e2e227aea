import { cookies } from "next/headers";
import Link from "next/link";
import type { ReactNode } from "react";

import { themeCookie, themeFrom } from "@/components/frame/theme";
import { ThemeSwitch } from "@/components/frame/theme-switch";
import { Mark } from "@/components/ui/mark";

/** The frame of what everyone may read, signed in or not. */
export default async function ReferenceLayout({ children }: { children: ReactNode }) {
  const theme = themeFrom((await cookies()).get(themeCookie)?.value);
  return (
    <div className="mx-auto max-w-7xl px-4 sm:px-8">
      <a href="#main" className="btn btn-primary skip">
        Skip to the page
      </a>
      <header className="flex flex-wrap items-center justify-between gap-3 py-4">
        <Link
          href="/"
          prefetch={false}
          className="flex min-h-8 items-center gap-2.5 text-lg font-semibold tracking-tight"
        >
          <Mark className="size-6" />
          Castellan
        </Link>
        <div className="flex flex-wrap items-center gap-3">
          <Link className="link" href="/developers" prefetch={false}>
            To the panel
          </Link>
          <ThemeSwitch chosen={theme} />
        </div>
      </header>
      {children}
    </div>
  );
}
