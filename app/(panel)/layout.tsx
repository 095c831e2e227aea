import { cookies } from "next/headers";
import type { ReactNode } from "react";

import { ClosingBanner } from "@/components/closures/closing-banner";
import { Frame } from "@/components/frame/frame";
import { Rail } from "@/components/frame/rail";
import { themeCookie, themeFrom } from "@/components/frame/theme";
import { InsideBanner } from "@/components/support/inside-banner";
import { LiveAccess } from "@/components/support/live-access";
import { SupportProvider } from "@/components/support/support-context";
import { readerOf } from "@/components/time/reader";
import { currentMe, drawnFor, read } from "@/lib/gate/page";
import { listGrants } from "@/lib/support/list-grants";

/** The frame of everything a person sees who works in an account; owners also see on every page who is in it. */
export default async function PanelLayout({ children }: { children: ReactNode }) {
  const me = await currentMe();
  const reader = await readerOf(me);
  const live = me.may.includes("support.invite")
    ? (await read(listGrants, { part: "live" })).data
    : null;
  const theme = themeFrom((await cookies()).get(themeCookie)?.value);
  return (
    <Frame
      reader={reader}
      drawn={await drawnFor()}
      rail={<Rail me={me} theme={theme} />}
      above={
        me.support ? (
          <InsideBanner account={me.account.name} support={me.support} reader={reader} />
        ) : (
          live && <LiveAccess live={live} />
        )
      }
    >
      <ClosingBanner me={me} reader={reader} />
      <SupportProvider fields={me.support?.fields ?? []}>{children}</SupportProvider>
    </Frame>
  );
}
