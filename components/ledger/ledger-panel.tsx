import Link from "next/link";

import { Empty } from "@/components/ui/empty";
import type { LedgerPage } from "@/lib/ledger/ledger";

import { LedgerFeed } from "./ledger-feed";
import { LedgerFilters } from "./ledger-filters";
import { TakeAlong } from "./take-along";

type Props = {
  page: LedgerPage;
  search: URLSearchParams;
  /** the filter as it was asked */
  asked: Record<string, string>;
  query: string;
  /** whether the reader may take the list along */
  takes: boolean;
};

/** Filters, the list, and the way to take it along. */
export function LedgerPanel({ page, search, asked, query, takes }: Props) {
  const found = page.data.length > 0 || page.nextCursor !== null;
  return (
    <section className="grid grid-cols-[minmax(0,1fr)] gap-4" aria-label="Who touched our data">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <LedgerFilters search={search} lines={page.data} />
        {takes && found && <TakeAlong asked={asked} />}
      </div>
      {found ? (
        <LedgerFeed first={page} path="/ledger" query={query} />
      ) : (
        <div className="card">{search.size > 0 ? <NothingMatches /> : <NothingYet />}</div>
      )}
    </section>
  );
}

const NothingMatches = () => (
  <Empty
    title="Nothing matches"
    action={
      <Link className="btn" href="/trust/ledger">
        Clear the filters
      </Link>
    }
  >
    Nobody touched the data in a way that fits all of these filters.
  </Empty>
);

const NothingYet = () => (
  <Empty title="Nobody has touched the data of this account yet">
    Looks of the operator’s staff, reads by API keys, messages to your receivers, backups, restores
    and permanent deletions will stand here, each with who, what and why. What the people of the
    account do themselves stands in the activity.
  </Empty>
);
