import { cookies } from "next/headers";
import Link from "next/link";
import type { ReactNode } from "react";

import { themeCookie, themeFrom } from "@/components/frame/theme";
import { ThemeSwitch } from "@/components/frame/theme-switch";
import { ZoneTeller } from "@/components/time/zone-teller";
import { Mark } from "@/components/ui/mark";

const pages = [
  { href: "/trust/processors", name: "Processors" },
  { href: "/trust/locations", name: "Locations" },
];

/** The frame of what everyone may read about how data is kept, signed in or not. */
export default async function PublicLayout({ children }: { children: ReactNode }) {
  const theme = themeFrom((await cookies()).get(themeCookie)?.value);
  return (
    <div className="mx-auto flex min-h-dvh max-w-4xl flex-col px-4 sm:px-8">
      <a href="#main" className="btn btn-primary skip">
        Skip to the page
      </a>
      <header className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 border-b border-line py-4">
        <Link
          href="/trust"
          prefetch={false}
          className="flex min-h-8 items-center gap-2.5 text-lg font-semibold tracking-tight"
        >
          <Mark className="size-6" />
          Castellan
        </Link>
        <nav aria-label="Trust" className="flex flex-wrap items-center gap-x-5 gap-y-2">
          {pages.map(({ href, name }) => (
            <Link key={href} className="link" href={href} prefetch={false}>
              {name}
            </Link>
          ))}
          <Link className="link" href="/" prefetch={false}>
            To the panel
          </Link>
        </nav>
      </header>
      <main id="main" tabIndex={-1} className="flex-1 py-8">
        {children}
      </main>
      <footer className="flex flex-wrap items-center justify-between gap-3 border-t border-line py-4 text-sm text-muted">
        <span>What stands here is the word of whoever operates this installation.</span>
        <ThemeSwitch chosen={theme} />
      </footer>
      <ZoneTeller />
    </div>
  );
}
