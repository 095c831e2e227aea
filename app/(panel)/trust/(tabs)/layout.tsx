import type { ReactNode } from "react";

import { trustPlaces } from "@/components/trust/places";
import { PageHeader } from "@/components/ui/page-header";
import { Tabs } from "@/components/ui/tabs";
import { currentMe, read } from "@/lib/gate/page";
import { listRequests } from "@/lib/privacy/list-requests";

/** The lists of the Trust area. */
export default async function TrustLayout({ children }: { children: ReactNode }) {
  const me = await currentMe();
  const { data: requests } = await read(listRequests, {});
  const open = requests.filter(({ state }) => state === "open" || state === "overdue").length;
  return (
    <>
      <PageHeader
        title="Trust"
        about="Who can get at the data of this account from outside, and who did."
      />
      <div className="pb-5">
        <Tabs label="Trust" tabs={trustPlaces(me, open)} />
      </div>
      {children}
    </>
  );
}
