import Link from "next/link";

import type { Reader } from "@/components/time/moment";
import { Time } from "@/components/time/time";
import { Badge } from "@/components/ui/badge";
import { Empty } from "@/components/ui/empty";
import type { AccountState } from "@/lib/staff/installation";

type Props = {
  accounts: AccountState[];
  reader: Reader;
  /** whether the reader may look at an account's traffic */
  looks: boolean;
  /** whether the reader may ask an account to be let in */
  asks: boolean;
};

/** Accounts by id: state, when they were set up, and how much is in them. */
export function AccountStates({ accounts, reader, looks, asks }: Props) {
  if (!accounts.length)
    return <Empty title="No accounts yet">The first one is set up with the printed link.</Empty>;
  return (
    <ul className="-mx-4.5 -my-4 divide-y divide-line">
      {accounts.map(({ id, state, createdAt, users, keys, webhooks }) => (
        <li key={id} className="flex flex-wrap items-center gap-x-5 gap-y-2 px-4.5 py-3">
          <div className="min-w-0 flex-1 basis-72">
            <code className="font-mono text-sm break-all">{id}</code>{" "}
            {state !== "active" && <Badge tone="warn">{state.replaceAll("_", " ")}</Badge>}
            <p className="text-sm text-muted">
              set up <Time at={createdAt} reader={reader} as="day" />
            </p>
          </div>
          <p className="text-sm tabular-nums">
            {users.active} active, {users.invited} invited, {users.paused} paused, {users.deleted}{" "}
            in the bin
            <span className="block text-muted">
              {keys} keys, {webhooks} webhooks
            </span>
          </p>
          {looks && (
            <Link
              className="btn btn-small"
              href={`/operator/accounts/${id}`}
              prefetch={false}
              aria-label={`Look at the traffic of ${id}`}
            >
              Traffic
            </Link>
          )}
          {asks && (
            <Link
              className="btn btn-small"
              href={`/operator/support/new?account=${id}`}
              prefetch={false}
              aria-label={`Ask ${id} for access`}
            >
              Ask for access
            </Link>
          )}
        </li>
      ))}
    </ul>
  );
}
