import type { Metadata } from "next";

import { CleanupFacts } from "@/components/operator/cleanup-facts";
import { ClosingAccounts } from "@/components/operator/closing-accounts";
import { HoldList } from "@/components/operator/hold-list";
import { PurgeList } from "@/components/operator/purge-list";
import { readerOf } from "@/components/time/reader";
import { PageHeader } from "@/components/ui/page-header";
import { currentStaff, read } from "@/lib/gate/page";
import { showCleanup } from "@/lib/purge/show-cleanup";

export const metadata: Metadata = { title: "Clean-up" };

export default async function CleanupPage() {
  const { may } = await currentStaff();
  const board = await read(showCleanup, {});
  const reader = await readerOf(null);
  const holds = may.includes("account.hold");
  return (
    <>
      <PageHeader
        title="Clean-up"
        about="Accounts that leave, by id: when each is sealed and destroyed, what postpones it, and what backups still hold."
      />
      <div className="grid gap-5">
        <CleanupFacts board={board} reader={reader} />
        <ClosingAccounts accounts={board.closing} reader={reader} />
        <HoldList holds={board.holds} reader={reader} may={holds} />
        <PurgeList purges={board.purges} reader={reader} />
      </div>
    </>
  );
}
