"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { LoadFailure } from "@/components/ui/load-failure";

import { dayHeading, inFull, type Reader } from "./moment";
import { useReader } from "./reader-context";

/** A page of things that happened, the newest first. */
type Page<Item> = {
  data: Item[];
  nextCursor: string | null;
  /** how far back the search looked when a rare filter stopped it early */
  searchedTo: string | null;
};

type Props<Item> = {
  /** what is listed, and which of it */
  list: readonly unknown[];
  /** the newest page, rendered by the server */
  first: Page<Item>;
  /** reads on from where a page ended */
  readOn: (cursor: string, signal: AbortSignal) => Promise<Page<Item>>;
  idOf: (item: Item) => string;
  show: (item: Item, reader: Reader) => ReactNode;
};

/** Things by day, the newest first; older ones are added below. */
export function Timeline<Item extends { at: string }>({
  list,
  first,
  readOn,
  idOf,
  show,
}: Props<Item>) {
  const reader = useReader();
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: [...list, first.data[0] && idOf(first.data[0])],
    queryFn: ({ pageParam, signal }) => readOn(pageParam, signal),
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
        (item) => dayHeading(new Date(item.at), reader),
      ).map(([day, items]) => (
        <section key={day} aria-label={day}>
          <h2 className="pb-2 text-sm! text-muted" suppressHydrationWarning>
            {day}
          </h2>
          <ol className="card divide-y divide-line overflow-clip">
            {items.map((item) => (
              <li key={idOf(item)}>{show(item, reader)}</li>
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

/** A query with the place where its next page begins. */
export function withCursor(query: string, cursor: string): string {
  const asked = new URLSearchParams(query);
  if (cursor) asked.set("cursor", cursor);
  return asked.toString();
}

function byDay<Item>(items: Item[], dayOf: (item: Item) => string): [string, Item[]][] {
  const days = new Map<string, Item[]>();
  for (const item of items) {
    const day = dayOf(item);
    const held = days.get(day);
    if (held) held.push(item);
    else days.set(day, [item]);
  }
  return [...days];
}
