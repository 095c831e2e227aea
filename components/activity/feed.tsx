"use client";

import { useInfiniteQuery } from "@tanstack/react-query";

import { Queries, read } from "@/components/query";
import { dayHeading, inFull } from "@/components/time/moment";
import { useReader } from "@/components/time/reader-context";
import { LoadFailure } from "@/components/ui/load-failure";
import type { ActivityPage, EventView } from "@/lib/activity/event";

import { EventItem } from "./event-item";

/** Whose activity is shown, and which of it. */
export type ActivitySource = {
  path: "/activity" | "/me/activity" | "/users/{userId}/activity";
  userId?: string;
  query: string;
};

type Props = {
  /** the newest page, rendered by the server */
  first: ActivityPage;
  /** where older pages come from, with the filter and without a cursor; null when there is no such address */
  source: ActivitySource;
  jumps: boolean;
  traces: boolean;
};

/** Events by day, the newest first; older ones are added below. */
export function Feed(props: Props) {
  return (
    <Queries>
      <Days key={JSON.stringify(props.source)} {...props} />
    </Queries>
  );
}

function Days({ first, source, jumps, traces }: Props) {
  const reader = useReader();
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: ["activity", source, first.data[0]?.id],
    queryFn: ({ pageParam, signal }) => readActivity(source, pageParam, signal),
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
        (event) => dayHeading(new Date(event.at), reader),
      ).map(([day, events]) => (
        <section key={day} aria-label={day}>
          <h2 className="pb-2 text-sm! text-muted" suppressHydrationWarning>
            {day}
          </h2>
          <ol className="card divide-y divide-line overflow-clip">
            {events.map((event) => (
              <li key={event.id}>
                <EventItem event={event} reader={reader} jumps={jumps} traces={traces} />
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

/** Reads on from where a page ended. */
function readActivity(
  { path, userId, query }: ActivitySource,
  cursor: string,
  signal: AbortSignal,
): Promise<ActivityPage> {
  const all = new URLSearchParams(query);
  if (cursor) all.set("cursor", cursor);
  const asked = { query: String(all) };
  if (path === "/users/{userId}/activity")
    return read(path, { ...asked, path: { userId: userId! } }, signal);
  return read(path, asked, signal);
}

function byDay(events: EventView[], dayOf: (event: EventView) => string): [string, EventView[]][] {
  const days = new Map<string, EventView[]>();
  for (const event of events) {
    const day = dayOf(event);
    const held = days.get(day);
    if (held) held.push(event);
    else days.set(day, [event]);
  }
  return [...days];
}
