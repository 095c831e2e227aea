import type { Metadata } from "next";

import { HeldDataTable } from "@/components/account/held-data";
import { ClosingSection } from "@/components/closures/closing-section";
import { DeletionsSection } from "@/components/closures/deletions-section";
import { TakeOut } from "@/components/exports/take-out";
import { readerOf } from "@/components/time/reader";
import { Section } from "@/components/ui/section";
import { showData } from "@/lib/accounts/show-data";
import { showClosing } from "@/lib/closures/show-closing";
import { EXPORT_DAYS } from "@/lib/exports/export";
import { listExports } from "@/lib/exports/list-exports";
import { currentMe, read } from "@/lib/gate/page";
import { listDeletions } from "@/lib/purge/list-deletions";

export const metadata: Metadata = { title: "Data of the account" };

/** What the account holds and for how long, how its owners take it with them, and how they end it. */
export default async function AccountDataPage() {
  const me = await currentMe();
  const { data } = await read(showData, {});
  const { data: deletions } = await read(listDeletions, {});
  const closing = await read(showClosing, {});
  const reader = await readerOf(me);
  return (
    <div className="grid max-w-5xl gap-5">
      {me.may.includes("export.list") && (
        <Section
          title="Take-out archive"
          about={`Everything the account holds, as one file of JSON and CSV. It is sealed on our disk, can be downloaded by owners for ${EXPORT_DAYS} days, and each download is told in the activity.`}
        >
          <TakeOut first={await read(listExports, {})} />
        </Section>
      )}
      <section className="card overflow-clip" aria-labelledby="held">
        <div className="card-head">
          <div className="min-w-0">
            <h2 id="held">What is held</h2>
            <p className="text-sm text-muted">
              What for, and for how long. While the account is used, nothing goes by itself but what
              says so here.
            </p>
          </div>
        </div>
        <HeldDataTable data={data} reader={reader} />
      </section>
      <DeletionsSection deletions={deletions} reader={reader} />
      <ClosingSection account={me.account.name} closing={closing} reader={reader} />
    </div>
  );
}
