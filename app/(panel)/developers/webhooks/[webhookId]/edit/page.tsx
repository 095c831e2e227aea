import type { Metadata } from "next";

import { choices } from "@/app/(panel)/developers/webhooks/choices";
import { webhookOf } from "@/app/(panel)/developers/webhooks/[webhookId]/webhook";
import { Empty } from "@/components/ui/empty";
import { PageHeader } from "@/components/ui/page-header";
import { EditWebhook } from "@/components/webhooks/edit-webhook";
import { hostOf } from "@/components/webhooks/words";

export const metadata: Metadata = { title: "Edit a webhook" };

type Props = { params: Promise<{ webhookId: string }> };

export default async function EditWebhookPage({ params }: Props) {
  const { id, url, description, topics, thin, version, may } = await webhookOf(
    (await params).webhookId,
  );
  return (
    <div className="max-w-4xl">
      <PageHeader
        title="Edit the webhook"
        trail={[
          { href: "/developers/webhooks", name: "Webhooks" },
          { href: `/developers/webhooks/${id}`, name: hostOf(url) },
        ]}
        about="What waits to be sent goes to the new address. Messages that wait keep their topics."
      />
      {may.includes("webhook.edit") ? (
        <EditWebhook
          webhook={{ id, url, description, topics, thin, version }}
          {...await choices()}
        />
      ) : (
        <Empty title="Your role does not edit webhooks">
          Ask an owner or an administrator of the account to do it.
        </Empty>
      )}
    </div>
  );
}
