import { cookies } from "next/headers";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";

import { themeCookie, themeFrom } from "@/components/frame/theme";
import { ThemeSwitch } from "@/components/frame/theme-switch";
import { ZoneTeller } from "@/components/time/zone-teller";
import { Mark } from "@/components/ui/mark";
import { mailboxIsOpen } from "@/lib/mail/mailbox";

/** The mailbox of a development machine wears stripes, so that nobody takes it for the product. */
export default async function MailboxLayout({ children }: { children: ReactNode }) {
  if (!mailboxIsOpen()) notFound();
  const theme = themeFrom((await cookies()).get(themeCookie)?.value);
  return (
    <div className="min-h-dvh">
      <div className="stripes" aria-hidden="true" />
      <header className="border-b border-line bg-warn-soft">
        <div className="mx-auto flex max-w-4xl flex-wrap items-center justify-between gap-3 px-4 py-3 sm:px-8">
          <p className="flex items-center gap-2.5">
            <Mark className="size-6 shrink-0" />
            <span>
              <span className="font-semibold">Local development mailbox.</span> No mail server is
              configured, so letters land here instead of leaving this machine.
            </span>
          </p>
          <ThemeSwitch chosen={theme} />
        </div>
      </header>
      <main className="mx-auto max-w-4xl px-4 py-7 sm:px-8">{children}</main>
      <ZoneTeller />
    </div>
  );
}
