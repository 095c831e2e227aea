import type { Metadata } from "next";

import { LedgerCounts } from "@/components/ledger/ledger-counts";
import { LedgerPanel } from "@/components/ledger/ledger-panel";
import { OpenAccess } from "@/components/ledger/open-access";
import { ledgerQuestion } from "@/components/ledger/question";
import { searchOf, type Search } from "@/components/search";
import { readerOf } from "@/components/time/reader";
import { currentMe, read } from "@/lib/gate/page";
import { listLedger } from "@/lib/ledger/list-ledger";
import { summarizeLedger } from "@/lib/ledger/summarize-ledger";
import { listGrants } from "@/lib/support/list-grants";

export const metadata: Metadata = { title: "Who touched our data" };

export default async function LedgerPage({ searchParams }: { searchParams: Promise<Search> }) {
  const search = searchOf(await searchParams);
  const me = await currentMe();
  const reader = await readerOf(me);
  const { filter, query } = ledgerQuestion(search, reader);
  const page = await read(listLedger, filter);
  const summary = await read(summarizeLedger, {});
  const { data: grants } = await read(listGrants, { limit: 20 });
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
      <OpenAccess grants={grants} reader={reader} />
      <LedgerCounts summary={summary} />
      <LedgerPanel
        page={page}
        search={search}
        asked={filter}
        query={query}
        takes={me.may.includes("ledger.export")}
      />
    </div>
  );
}
