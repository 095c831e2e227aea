"use client";

import { useInfiniteQuery } from "@tanstack/react-query";

import { Queries, read } from "@/components/query";
import { dayHeading, inFull } from "@/components/time/moment";
import { useReader } from "@/components/time/reader-context";
import { LoadFailure } from "@/components/ui/load-failure";
import type { CallPage, CallView } from "@/lib/traffic/traffic";

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
export function CallList(props: Props) {
  return (
    <Queries>
      <Days key={`${props.query} ${props.first.data[0]?.requestId}`} {...props} />
    </Queries>
  );
}

function Days({ first, query, says }: Props) {
  const reader = useReader();
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: ["calls", query, first.data[0]?.requestId],
    queryFn: ({ pageParam, signal }) =>
      read("/api-calls", { query: withCursor(query, pageParam) }, signal),
    initialPageParam: "",
    initialData: { pages: [first], pageParams: [""] },
    getNextPageParam: (page) => page.nextCursor,
    staleTime: Infinity,
  });

  const last = data.pages.at(-1)!;
  return (
    <div className="grid gap-5">
      {byDay(
        data.pages.flatMap((page) => page.data),
        (call) => dayHeading(new Date(call.at), reader),
      ).map(([day, calls]) => (
        <section key={day} aria-label={day}>
          <h2 className="pb-2 text-sm! text-muted" suppressHydrationWarning>
            {day}
          </h2>
          <ol className="card divide-y divide-line overflow-clip">
            {calls.map((call) => (
              <li key={call.requestId}>
                <CallRow call={call} says={says[call.operation ?? ""]} reader={reader} />
              </li>
            ))}
          </ol>
        </section>
      ))}
      {error && <LoadFailure error={error} retry={() => void fetchNextPage()} />}
      <div className="flex flex-wrap items-center justify-center gap-3">
        {last.searchedTo && (
          <p className="text-muted" role="status">
            Searched back to {inFull(new Date(last.searchedTo), reader)}.
          </p>
        )}
        {hasNextPage && (
          <button
            type="button"
            className="btn"
            disabled={isFetchingNextPage}
            onClick={() => void fetchNextPage()}
          >
            {isFetchingNextPage
              ? "Loading…"
              : last.searchedTo
                ? "Search further back"
                : "Show older"}
          </button>
        )}
      </div>
    </div>
  );
}

function withCursor(query: string, cursor: string) {
  const asked = new URLSearchParams(query);
  if (cursor) asked.set("cursor", cursor);
  return asked.toString();
}

function byDay(calls: CallView[], dayOf: (call: CallView) => string): [string, CallView[]][] {
  const days = new Map<string, CallView[]>();
  for (const call of calls) {
    const day = dayOf(call);
    const held = days.get(day);
    if (held) held.push(call);
    else days.set(day, [call]);
  }
  return [...days];
}
