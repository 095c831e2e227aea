import type { Metadata } from "next";

import { choices } from "@/app/(panel)/developers/webhooks/choices";
import { Empty } from "@/components/ui/empty";
import { PageHeader } from "@/components/ui/page-header";
import { NewWebhook } from "@/components/webhooks/new-webhook";
import { read } from "@/lib/gate/page";
import { listWebhooks } from "@/lib/webhooks/list-webhooks";

export const metadata: Metadata = { title: "Add a webhook" };

export default async function NewWebhookPage() {
  const { may } = await read(listWebhooks, {});
  return (
    <div className="max-w-4xl">
      <PageHeader
        title="Add a webhook"
        trail={[
          { href: "/developers", name: "Developers" },
          { href: "/developers/webhooks", name: "Webhooks" },
        ]}
        about="An address of yours that is told when something happens in this account."
      />
      {may.includes("webhook.create") ? (
        <NewWebhook {...await choices()} />
      ) : (
        <Empty title="Your role does not add webhooks">
          Ask an owner or an administrator of the account to do it.
        </Empty>
      )}
    </div>
  );
}
