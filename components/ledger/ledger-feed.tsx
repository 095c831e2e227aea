"use client";

import { Queries, read } from "@/components/query";
import { Timeline, withCursor } from "@/components/time/timeline";
import type { LedgerPage } from "@/lib/ledger/ledger";

import { LedgerItem } from "./ledger-item";

type Props = {
  /** the newest page, rendered by the server */
  first: LedgerPage;
  /** where older pages come from */
  path: "/ledger" | "/me/ledger";
  /** the filter, without a cursor */
  query: string;
};

/** Lines by day, the newest first; older ones are added below. */
export function LedgerFeed({ first, path, query }: Props) {
  return (
    <Queries>
      <Timeline
        key={`${path} ${query}`}
        list={["ledger", path, query]}
        first={first}
        readOn={(cursor, signal) => read(path, { query: withCursor(query, cursor) }, signal)}
        idOf={(line) => `${line.kind} ${line.id}`}
        show={(line, reader) => (
          <LedgerItem line={line} reader={reader} jumps={path === "/ledger"} />
        )}
      />
    </Queries>
  );
}
