import type { Metadata } from "next";

import { webhookOf } from "@/app/(panel)/developers/webhooks/[webhookId]/webhook";
import { readerOf } from "@/components/time/reader";
import { WebhookOverview } from "@/components/webhooks/webhook-overview";
import { hostOf } from "@/components/webhooks/words";
import { currentMe } from "@/lib/gate/page";

type Props = { params: Promise<{ webhookId: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { url } = await webhookOf((await params).webhookId);
  return { title: `Webhook to ${hostOf(url)}` };
}

export default async function WebhookPage({ params }: Props) {
  const webhook = await webhookOf((await params).webhookId);
  return <WebhookOverview webhook={webhook} reader={await readerOf(await currentMe())} />;
}
