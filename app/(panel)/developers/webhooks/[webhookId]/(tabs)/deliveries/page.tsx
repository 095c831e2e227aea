import type { Metadata } from "next";

import { webhookOf } from "@/app/(panel)/developers/webhooks/[webhookId]/webhook";
import { searchOf, type Search } from "@/components/search";
import { readerOf } from "@/components/time/reader";
import { DeliveryPanel } from "@/components/webhooks/delivery-panel";
import { deliveryQuestion } from "@/components/webhooks/delivery-question";
import { currentMe, read } from "@/lib/gate/page";
import { listDeliveries } from "@/lib/webhooks/list-deliveries";
import { listTopics } from "@/lib/webhooks/list-topics";

export const metadata: Metadata = { title: "Deliveries" };

type Props = { params: Promise<{ webhookId: string }>; searchParams: Promise<Search> };

export default async function DeliveriesPage({ params, searchParams }: Props) {
  const { webhookId } = await params;
  const search = searchOf(await searchParams);
  const { filter, query } = deliveryQuestion(search, await readerOf(await currentMe()));
  const [webhook, page, topics] = await Promise.all([
    webhookOf(webhookId),
    read(listDeliveries, { ...filter, webhookId }),
    read(listTopics, {}),
  ]);
  return (
    <DeliveryPanel
      webhook={webhook}
      page={page}
      search={search}
      topics={topics.data.map(({ topic, noun }) => ({ topic, noun }))}
      query={query}
    />
  );
}
