import type { ReactNode } from "react";

import { webhookOf } from "@/app/(panel)/developers/webhooks/[webhookId]/webhook";
import { WebhookHeader } from "@/components/webhooks/webhook-header";

type Props = { params: Promise<{ webhookId: string }>; children: ReactNode };

export default async function WebhookLayout({ params, children }: Props) {
  return (
    <>
      <WebhookHeader webhook={await webhookOf((await params).webhookId)} />
      {children}
    </>
  );
}
