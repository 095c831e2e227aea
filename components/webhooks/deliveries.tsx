"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import Link from "next/link";

import { read, Queries } from "@/components/query";
import { hasCome } from "@/components/time/moment";
import { useReader } from "@/components/time/reader-context";
import { Time } from "@/components/time/time";
import { LoadFailure } from "@/components/ui/load-failure";
import type { DeliveryPage, DeliveryView } from "@/lib/webhooks/webhook";

import { DeliveryBadge } from "./state-badge";
import { outcomeWords, took } from "./words";

type Props = {
  /** the newest page, rendered by the server */
  first: DeliveryPage;
  /** where the list comes from, with the filter and without a cursor */
  source: { webhookId: string; query: string };
};

/** Deliveries, the newest first; looked at again while the page is open, older ones are added below. */
export function Deliveries(props: Props) {
  return (
    <Queries>
      <List key={props.source.query} {...props} />
    </Queries>
  );
}

/** Beyond so many pages the list is no longer looked at again by itself. */
const watched = 2;

function List({ first, source }: Props) {
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: ["deliveries", source],
    queryFn: ({ pageParam, signal }) =>
      read(
        "/webhook-endpoints/{webhookId}/deliveries",
        {
          path: { webhookId: source.webhookId },
          query: pageParam ? `${source.query}&cursor=${pageParam}` : source.query,
        },
        signal,
      ),
    initialPageParam: "",
    initialData: { pages: [first], pageParams: [""] },
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: ({ state }) => ((state.data?.pages.length ?? 0) > watched ? false : 10_000),
  });
  return (
    <div className="grid gap-3">
      <div className="card overflow-clip">
        <table className="table stack-table">
          <thead>
            <tr>
              <th>Topic</th>
              <th>State</th>
              <th>Last answer</th>
              <th>Attempts</th>
              <th>Happened</th>
              <th>Next try</th>
            </tr>
          </thead>
          <tbody>
            {data.pages
              .flatMap((page) => page.data)
              .map((delivery) => (
                <Row key={delivery.id} delivery={delivery} />
              ))}
          </tbody>
        </table>
      </div>
      {error && <LoadFailure error={error} retry={() => void fetchNextPage()} />}
      {hasNextPage && (
        <p className="text-center">
          <button
            type="button"
            className="btn"
            disabled={isFetchingNextPage}
            onClick={() => void fetchNextPage()}
          >
            {isFetchingNextPage ? "Loading…" : "Older deliveries"}
          </button>
        </p>
      )}
    </div>
  );
}

function Row({ delivery }: { delivery: DeliveryView }) {
  const reader = useReader();
  const { id, webhookId, sequence, topic, state, attempts, createdAt, nextAt } = delivery;
  return (
    <tr>
      <td className="cell-first">
        <Link
          href={`/developers/webhooks/${webhookId}/deliveries/${id}`}
          prefetch={false}
          className="inline-block py-0.5 font-semibold hover:underline"
        >
          <code className="font-mono text-sm break-all">{topic}</code>
        </Link>{" "}
        <span className="text-sm text-muted tabular-nums">#{sequence}</span>
      </td>
      <td>
        <DeliveryBadge state={state} />
      </td>
      <td>
        <LastAnswer delivery={delivery} />
      </td>
      <td className="tabular-nums">
        {attempts}
        <span className="md:hidden"> {attempts === 1 ? "attempt" : "attempts"}</span>
      </td>
      <td className="text-muted">
        <Time at={createdAt} reader={reader} />
      </td>
      <td className="text-muted">
        {state === "pending" && (
          <>
            <span className="md:hidden">next try </span>
            <NextTry at={nextAt} />
          </>
        )}
      </td>
    </tr>
  );
}

function LastAnswer({ delivery }: { delivery: DeliveryView }) {
  const { lastOutcome, lastStatus, lastDurationMs } = delivery;
  if (!lastOutcome) return <span className="text-muted">Not tried yet</span>;
  return (
    <>
      {lastStatus ?? outcomeWords[lastOutcome]}
      {lastDurationMs !== null && <span className="text-muted"> · {took(lastDurationMs)}</span>}
    </>
  );
}

/** When it is tried next. What is due waits at most until the receiver has been left in peace for a moment. */
export function NextTry({ at }: { at: string | null }) {
  const reader = useReader();
  if (!at || hasCome(at)) return <span suppressHydrationWarning>soon</span>;
  return <Time at={at} reader={reader} />;
}
