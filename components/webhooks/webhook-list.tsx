"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";

import { read, Queries } from "@/components/query";
import { useReader } from "@/components/time/reader-context";
import { Time } from "@/components/time/time";
import { LoadFailure } from "@/components/ui/load-failure";
import type { WebhookList as List, WebhookView } from "@/lib/webhooks/webhook";

import { HealthStrip } from "./health-strip";
import { WebhookBadge } from "./state-badge";
import { topicsInWords } from "./words";

/** The webhooks of the account, each with how it fares; looked at again while the page is open. */
export function WebhookList({ first }: { first: List }) {
  return (
    <Queries>
      <Rows first={first} />
    </Queries>
  );
}

function Rows({ first }: { first: List }) {
  const { data, error, refetch } = useQuery({
    queryKey: ["webhooks"],
    queryFn: ({ signal }) => read("/webhook-endpoints", {}, signal),
    initialData: first,
    refetchInterval: 15_000,
  });
  return (
    <>
      {error && <LoadFailure error={error} retry={() => void refetch()} />}
      <ul className="card divide-y divide-line overflow-clip">
        {data.data.map((webhook) => (
          <Row key={webhook.id} webhook={webhook} />
        ))}
      </ul>
    </>
  );
}

function Row({ webhook }: { webhook: WebhookView }) {
  const { id, url, description, state, topics, thin, recent } = webhook;
  return (
    <li className="grid gap-x-8 gap-y-3 px-4 py-3.5 hover:bg-hover lg:grid-cols-[minmax(0,1fr)_15rem_13rem]">
      <div className="grid min-w-0 content-start gap-1">
        <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
          <Link
            href={`/developers/webhooks/${id}`}
            className="min-w-0 py-0.5 font-semibold break-all hover:underline"
          >
            <bdi>{url}</bdi>
          </Link>
          <WebhookBadge state={state} />
        </div>
        {description && (
          <p className="text-muted">
            <bdi>{description}</bdi>
          </p>
        )}
        <p className="text-sm break-words text-muted">
          {topicsInWords(topics)}
          {thin && " · ids only"}
        </p>
      </div>
      <HealthStrip recent={recent} />
      <Waiting webhook={webhook} />
    </li>
  );
}

/** When something last arrived, and what has not. */
function Waiting({ webhook: { counts, recent, failingSince } }: { webhook: WebhookView }) {
  const reader = useReader();
  const arrived = recent.find(({ outcome }) => outcome === "delivered");
  const open = (["pending", "held", "failed"] as const).filter((state) => counts[state] > 0);
  return (
    <div className="grid content-start gap-1 text-sm">
      <p>
        {failingSince ? (
          <span className="font-medium text-danger">
            Failing since <Time at={failingSince} reader={reader} as="full" />
          </span>
        ) : arrived ? (
          <>
            Last arrived <Time at={arrived.at} reader={reader} />
          </>
        ) : (
          "Nothing has arrived yet"
        )}
      </p>
      <p className="text-muted tabular-nums">
        {open.length > 0
          ? open.map((state) => `${counts[state]} ${state}`).join(" · ")
          : "Nothing pending, held or failed"}
      </p>
    </div>
  );
}
