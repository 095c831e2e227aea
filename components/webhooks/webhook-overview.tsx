import type { Reader } from "@/components/time/moment";
import { Time } from "@/components/time/time";
import { Section } from "@/components/ui/section";
import type { WebhookView } from "@/lib/webhooks/webhook";

import { subjectOf } from "./subject";
import { WebhookVerbButton } from "./verb-button";
import { WebhookHealth } from "./webhook-health";
import { WebhookNotice } from "./webhook-notice";
import { payloads } from "./words";

/** A webhook on one page: what is out of the ordinary, how it fares, what it is, what it signs with. */
export function WebhookOverview({ webhook, reader }: { webhook: WebhookView; reader: Reader }) {
  return (
    <div className="grid max-w-4xl gap-5">
      <WebhookNotice webhook={webhook} reader={reader} />
      <WebhookHealth key={webhook.version} first={webhook} />
      <Section title="What it is">
        <dl className="facts">
          <dt>Address</dt>
          <dd className="break-all">
            <bdi>{webhook.url}</bdi>
          </dd>
          <dt>Description</dt>
          <dd>{webhook.description ? <bdi>{webhook.description}</bdi> : "None"}</dd>
          <dt>Told of</dt>
          <dd>
            <Topics of={webhook.topics} />
          </dd>
          <dt>A message holds</dt>
          <dd>{webhook.thin ? payloads.thin : payloads.whole}</dd>
          <dt>Added</dt>
          <dd>
            <Time at={webhook.createdAt} reader={reader} as="full" />
          </dd>
        </dl>
      </Section>
      <Section
        title="Signing secrets"
        about="Every message is signed with each of these, so that a receiver can change over in peace."
        actions={
          <WebhookVerbButton webhook={subjectOf(webhook)} verb="webhook.rotate_secret">
            Rotate
          </WebhookVerbButton>
        }
      >
        <ul className="grid gap-2">
          {webhook.secrets.map(({ id, createdAt, expiresAt }) => (
            <li key={id}>
              Made <Time at={createdAt} reader={reader} as="full" />
              <span className="text-muted">
                {expiresAt ? (
                  <>
                    {" "}
                    · signs along until <Time at={expiresAt} reader={reader} as="full" />
                  </>
                ) : (
                  " · in force"
                )}
              </span>
            </li>
          ))}
        </ul>
      </Section>
    </div>
  );
}

function Topics({ of }: { of: string[] }) {
  if (of.includes("*")) return "All topics, also those to come";
  return (
    <ul className="flex flex-wrap gap-1.5">
      {of.map((topic) => (
        <li key={topic} className="chip pe-2">
          <code className="font-mono text-xs break-all">{topic}</code>
        </li>
      ))}
    </ul>
  );
}
