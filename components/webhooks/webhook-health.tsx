"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";

import { read, Queries } from "@/components/query";
import { useReader } from "@/components/time/reader-context";
import { Time } from "@/components/time/time";
import { Section } from "@/components/ui/section";
import type { WebhookView } from "@/lib/webhooks/webhook";

import { HealthStrip } from "./health-strip";
import { SendTest } from "./send-test";
import { deliveryMeanings, deliveryWords } from "./words";

/** How a webhook fares, looked at again while the page is open; and a test. */
export function WebhookHealth({ first }: { first: WebhookView }) {
  return (
    <Queries>
      <Health first={first} />
    </Queries>
  );
}

function Health({ first }: { first: WebhookView }) {
  const cache = useQueryClient();
  const queryKey = ["webhook", first.id];
  const { data } = useQuery({
    queryKey,
    queryFn: ({ signal }) =>
      read("/webhook-endpoints/{webhookId}", { path: { webhookId: first.id } }, signal),
    initialData: first,
    refetchInterval: 15_000,
  });
  return (
    <Section title="How it fares">
      <div className="grid gap-5">
        <div className="grid gap-x-8 gap-y-4 md:grid-cols-2">
          <HealthStrip recent={data.recent} />
          <LastArrived webhook={data} />
        </div>
        <ul className="grid gap-2 sm:grid-cols-3">
          {(["pending", "held", "failed"] as const).map((state) => (
            <li key={state}>
              <Link
                href={`/developers/webhooks/${data.id}/deliveries?state=${state}`}
                className="block h-full rounded-lg border border-line px-3.5 py-2.5 hover:bg-hover"
              >
                <span className="block text-xl font-semibold tabular-nums">
                  {data.counts[state]}
                </span>
                <span className="block font-medium">{deliveryWords[state]}</span>
                <span className="block text-sm text-muted">{deliveryMeanings[state]}</span>
              </Link>
            </li>
          ))}
        </ul>
        {data.may.includes("webhook.test") && (
          <SendTest webhookId={data.id} done={() => void cache.invalidateQueries({ queryKey })} />
        )}
      </div>
    </Section>
  );
}

function LastArrived({ webhook: { recent, sequence } }: { webhook: WebhookView }) {
  const reader = useReader();
  const arrived = recent.find(({ outcome }) => outcome === "delivered");
  return (
    <dl className="facts content-start">
      <dt>Last arrived</dt>
      <dd>
        {arrived ? (
          <Time at={arrived.at} reader={reader} />
        ) : recent.length > 0 ? (
          "Not in the last attempts"
        ) : (
          "Never yet"
        )}
      </dd>
      <dt>Messages so far</dt>
      <dd className="tabular-nums">{sequence}</dd>
    </dl>
  );
}
