import Link from "next/link";

import type { LedgerSummary } from "@/lib/ledger/ledger";

import { kindWords } from "./words";
import { inDigits } from "@/lib/intl";

/** How often the data was touched in thirty days, by kind; each number leads to its lines. */
export function LedgerCounts({ summary: { kinds } }: { summary: LedgerSummary }) {
  return (
    <section aria-labelledby="ledger-counts">
      <h2 id="ledger-counts" className="pb-2 text-sm! text-muted">
        In the last 30 days
      </h2>
      <ul className="grid grid-cols-2 gap-2 sm:grid-cols-3 xl:grid-cols-6">
        {kinds.map(({ kind, count, atLeast }) => (
          <li key={kind}>
            <Link
              href={`/trust/ledger?kind=${kind}`}
              className="card grid h-full content-start px-3.5 py-2.5 hover:bg-hover"
              title={kindWords[kind][1]}
              prefetch={false}
            >
              <span className="text-lg font-semibold tabular-nums">
                {inDigits(count)}
                {atLeast && "+"}
              </span>
              <span className="text-sm text-muted">{kindWords[kind][0]}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
