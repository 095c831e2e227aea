import Link from "next/link";

import { statusWords } from "@/components/words";
import type { AccountView } from "@/lib/accounts/account";
import { statuses } from "@/lib/users/user";
import { inDigits } from "@/lib/intl";

/** How many people are in which state; each number leads to them. */
export function HeadCounts({ counts }: { counts: AccountView["counts"] }) {
  return (
    <ul className="grid grid-cols-2 gap-px overflow-hidden rounded-lg border border-line bg-line sm:grid-cols-4">
      {statuses.map((status) => (
        <li key={status}>
          <Link
            href={`/users?status=${status}`}
            className="block bg-surface px-4.5 py-3 hover:bg-hover focus-visible:-outline-offset-2"
          >
            <span className="block text-2xl font-semibold tracking-tight tabular-nums">
              {inDigits(counts[status])}
            </span>
            <span className="text-sm text-muted">{statusWords[status]}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
