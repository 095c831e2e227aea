import type { ReactNode } from "react";

import { DevelopersHeader } from "@/components/developers/developers-header";
import { developerPlaces } from "@/components/developers/places";
import { currentMe } from "@/lib/gate/page";

/** The lists of the Developers area. What hangs below a list has a head of its own, outside these tabs. */
export default async function DevelopersLayout({ children }: { children: ReactNode }) {
  return (
    <>
      <DevelopersHeader tabs={developerPlaces(await currentMe())} />
      {children}
    </>
  );
}
