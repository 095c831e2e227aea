import type { Metadata } from "next";
import Link from "next/link";

import { Icon } from "@/components/ui/icon";
import { DeletedWebhooks } from "@/components/webhooks/deleted-webhooks";
import { NoWebhooks } from "@/components/webhooks/no-webhooks";
import { WebhookList } from "@/components/webhooks/webhook-list";
import { readEnv } from "@/lib/env";
import { read } from "@/lib/gate/page";
import { listWebhooks } from "@/lib/webhooks/list-webhooks";

export const metadata: Metadata = { title: "Webhooks" };

export default async function WebhooksPage() {
  const webhooks = await read(listWebhooks, {});
  const { data, most, may } = webhooks;
  const { origin, loopback } = readEnv(process.env);
  const mayCreate = may.includes("webhook.create");
  return (
    <div className="grid gap-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="text-muted">
          Addresses of yours that are told when something happens here
          {data.length > 0 && `: ${data.length} of at most ${most}`}.
        </p>
        {mayCreate && (
          <Link className="btn btn-primary" href="/developers/webhooks/new">
            <Icon name="plus" />
            Add a webhook
          </Link>
        )}
      </div>
      {data.length > 0 ? (
        <WebhookList first={webhooks} />
      ) : (
        <NoWebhooks origin={origin} loopback={loopback} mayCreate={mayCreate} />
      )}
      <DeletedWebhooks deleted={webhooks.deleted} />
    </div>
  );
}
