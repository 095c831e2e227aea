import type { ReactNode } from "react";

import { DrawnFor } from "@/components/page/drawn-for";
import type { Reader } from "@/components/time/moment";
import { ReaderProvider } from "@/components/time/reader-context";
import { ZoneTeller } from "@/components/time/zone-teller";
import { Toaster } from "@/components/ui/toaster";
import type { Drawn } from "@/lib/sessions/drawn";

type Props = {
  reader: Reader;
  drawn: Drawn;
  rail: ReactNode;
  /** colours of an area of its own */
  area?: "operator";
  /** what must be read on every page, above it */
  above?: ReactNode;
  children: ReactNode;
};

/** What stands around every page of somebody who is signed in. */
export function Frame({ reader, drawn, rail, area, above, children }: Props) {
  return (
    <ReaderProvider reader={reader}>
      <DrawnFor drawn={drawn}>
        <a href="#main" className="btn btn-primary skip">
          Skip to the page
        </a>
        <div className={`${area ?? ""} min-h-dvh md:grid md:grid-cols-[15rem_minmax(0,1fr)]`}>
          {rail}
          <div className="min-w-0">
            {above}
            <main
              id="main"
              tabIndex={-1}
              className="mx-auto w-full max-w-7xl px-4 py-6 sm:px-8 sm:py-8"
            >
              {children}
            </main>
          </div>
        </div>
        <Toaster />
        <ZoneTeller />
      </DrawnFor>
    </ReaderProvider>
  );
}
