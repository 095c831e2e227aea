"use client";

import { Queries, read } from "@/components/query";
import { Timeline, withCursor } from "@/components/time/timeline";
import type { CallPage } from "@/lib/traffic/traffic";

import { CallRow } from "./call-row";

type Props = {
  /** the newest page, rendered by the server */
  first: CallPage;
  /** the filter as the API takes it */
  query: string;
  /** what each operation does, in words */
  says: Record<string, string>;
};

/** Calls by day, the newest first; older ones are added below. */
export function CallList({ first, query, says }: Props) {
  return (
    <Queries>
      <Timeline
        key={`${query} ${first.data[0]?.requestId}`}
        list={["calls", query]}
        first={first}
        readOn={(cursor, signal) =>
          read("/api-calls", { query: withCursor(query, cursor) }, signal)
        }
        idOf={(call) => call.requestId}
        show={(call, reader) => (
          <CallRow call={call} says={says[call.operation ?? ""]} reader={reader} />
        )}
      />
    </Queries>
  );
}
