import { LedgerFeed } from "@/components/ledger/ledger-feed";
import { Empty } from "@/components/ui/empty";
import type { LedgerPage } from "@/lib/ledger/ledger";

/** Who from outside got at one's data, line by line. */
export function WhoSawIt({ page }: { page: LedgerPage }) {
  if (!page.data.length && !page.nextCursor) {
    return (
      <div className="card">
        <Empty title="Nobody from outside">
          Whenever the operator’s staff look at your data with the consent of your account, or
          something about you is given to a processor, it will stand here. What the people of your
          account do is in your activity.
        </Empty>
      </div>
    );
  }
  return <LedgerFeed first={page} path="/me/ledger" query="" />;
}
