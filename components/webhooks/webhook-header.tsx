import { PageHeader } from "@/components/ui/page-header";
import { Tabs } from "@/components/ui/tabs";
import type { WebhookView } from "@/lib/webhooks/webhook";

import { WebhookBadge } from "./state-badge";
import { subjectOf } from "./subject";
import { WebhookActions } from "./webhook-actions";
import { hostOf } from "./words";

/** The head of every page about one webhook: where it leads, in which state, what can be done, and the tabs. */
export function WebhookHeader({ webhook }: { webhook: WebhookView }) {
  const root = `/developers/webhooks/${webhook.id}`;
  return (
    <>
      <PageHeader
        trail={[
          { href: "/developers", name: "Developers" },
          { href: "/developers/webhooks", name: "Webhooks" },
        ]}
        title={<bdi>{hostOf(webhook.url)}</bdi>}
        about={
          <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1 pt-1">
            <WebhookBadge state={webhook.state} />
            <bdi className="min-w-0 break-all">{webhook.url}</bdi>
          </p>
        }
        actions={<WebhookActions webhook={subjectOf(webhook)} />}
      />
      <div className="pb-5">
        <Tabs
          label="About this webhook"
          tabs={[
            { href: root, name: "Overview" },
            { href: `${root}/deliveries`, name: "Deliveries" },
            { href: `${root}/verify`, name: "Check a signature" },
            { href: `${root}/activity`, name: "Activity" },
          ]}
        />
      </div>
    </>
  );
}
