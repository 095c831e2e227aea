import { cookies } from "next/headers";
import type { ReactNode } from "react";

import { Frame } from "@/components/frame/frame";
import { Rail } from "@/components/frame/rail";
import { themeCookie, themeFrom } from "@/components/frame/theme";
import { readerOf } from "@/components/time/reader";
import { currentMe } from "@/lib/gate/page";

/** The frame of everything a person sees who works in an account. */
export default async function PanelLayout({ children }: { children: ReactNode }) {
  const me = await currentMe();
  const theme = themeFrom((await cookies()).get(themeCookie)?.value);
  return (
    <Frame reader={await readerOf(me)} rail={<Rail me={me} theme={theme} />}>
      {children}
    </Frame>
  );
}
