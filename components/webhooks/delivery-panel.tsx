import Link from "next/link";

import { Empty } from "@/components/ui/empty";
import type { DeliveryPage, WebhookView } from "@/lib/webhooks/webhook";

import { Deliveries } from "./deliveries";
import { DeliveryFilters } from "./delivery-filters";
import { subjectOf } from "./subject";
import { WebhookVerbButton } from "./verb-button";

type Props = {
  webhook: WebhookView;
  page: DeliveryPage;
  search: URLSearchParams;
  topics: { topic: string; noun: string }[];
  /** the filter as the API takes it */
  query: string;
};

/** Everything that was sent to a webhook, or waits to be. */
export function DeliveryPanel({ webhook, page, search, topics, query }: Props) {
  const address = `/developers/webhooks/${webhook.id}/deliveries`;
  const offered = webhook.topics.includes("*")
    ? topics
    : topics.filter(({ topic }) => webhook.topics.includes(topic));
  return (
    <>
      <div className="flex flex-wrap items-start justify-between gap-x-4">
        <DeliveryFilters search={search} address={address} topics={offered} />
        <div className="pb-4">
          <WebhookVerbButton webhook={subjectOf(webhook)} verb="webhook.replay_range">
            Replay messages
          </WebhookVerbButton>
        </div>
      </div>
      {page.data.length > 0 ? (
        <Deliveries first={page} source={{ webhookId: webhook.id, query: String(query) }} />
      ) : (
        <div className="card">
          <NoDeliveries filtered={search.size > 0} address={address} webhookId={webhook.id} />
        </div>
      )}
    </>
  );
}

function NoDeliveries({
  filtered,
  address,
  webhookId,
}: {
  filtered: boolean;
  address: string;
  webhookId: string;
}) {
  if (filtered)
    return (
      <Empty
        title="Nothing matches"
        action={
          <Link className="btn" href={address}>
            Clear the filters
          </Link>
        }
      >
        No delivery to this webhook fits all of these filters.
      </Empty>
    );
  return (
    <Empty
      title="Nothing was sent yet"
      action={
        <Link className="btn" href={`/developers/webhooks/${webhookId}`}>
          To the overview, to send a test
        </Link>
      }
    >
      Every message stands here, with each attempt to deliver it, as soon as something happens that
      this webhook is told of.
    </Empty>
  );
}
