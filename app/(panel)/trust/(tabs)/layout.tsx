import type { ReactNode } from "react";

import { trustPlaces } from "@/components/trust/places";
import { PageHeader } from "@/components/ui/page-header";
import { Tabs } from "@/components/ui/tabs";
import { currentMe } from "@/lib/gate/page";

/** The lists of the Trust area. */
export default async function TrustLayout({ children }: { children: ReactNode }) {
  return (
    <>
      <PageHeader
        title="Trust"
        about="Who can get at the data of this account from outside, and who did."
      />
      <div className="pb-5">
        <Tabs label="Trust" tabs={trustPlaces(await currentMe())} />
      </div>
      {children}
    </>
  );
}
