"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";

import { read, Queries } from "@/components/query";
import { useReader } from "@/components/time/reader-context";
import { Time } from "@/components/time/time";
import { CodeBlock } from "@/components/ui/code-block";
import { Icon } from "@/components/ui/icon";
import { PageHeader } from "@/components/ui/page-header";
import { RefusalNotice } from "@/components/ui/refusal-notice";
import { Section } from "@/components/ui/section";
import { toast } from "@/components/ui/toast";
import { useVerb } from "@/components/ui/use-verb";
import { replayDeliveryAction } from "@/lib/webhooks/actions";
import type { DeliveryDetail as Detail } from "@/lib/webhooks/webhook";

import { AttemptList } from "./attempt-list";
import { NextTry } from "./deliveries";
import { DeliveryBadge } from "./state-badge";
import { deliveryMeanings, hostOf } from "./words";

/** One message on its way to one webhook: what it says, and everything that was tried. */
export function DeliveryDetail({ first }: { first: Detail }) {
  return (
    <Queries>
      <Page first={first} />
    </Queries>
  );
}

function Page({ first }: { first: Detail }) {
  const cache = useQueryClient();
  const queryKey = ["delivery", first.id];
  const { data } = useQuery({
    queryKey,
    queryFn: ({ signal }) =>
      read("/webhook-deliveries/{deliveryId}", { path: { deliveryId: first.id } }, signal),
    initialData: first,
    refetchInterval: ({ state }) => pace(state.data),
  });
  const { run, pending, refusal } = useVerb(replayDeliveryAction);
  const root = `/developers/webhooks/${data.webhookId}`;
  const changed = () => void cache.invalidateQueries({ queryKey });
  return (
    <>
      <PageHeader
        trail={[
          { href: "/developers/webhooks", name: "Webhooks" },
          ...(data.url
            ? [
                { href: root, name: hostOf(data.url) },
                { href: `${root}/deliveries`, name: "Deliveries" },
              ]
            : []),
        ]}
        title={<code className="font-mono text-xl break-all">{data.topic}</code>}
        about={
          <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1 pt-1">
            <DeliveryBadge state={data.state} />
            <span>{deliveryMeanings[data.state]}</span>
          </p>
        }
        actions={
          data.may.includes("webhook.replay") && (
            <button
              type="button"
              className="btn"
              disabled={pending}
              onClick={() =>
                run(
                  { deliveryId: data.id },
                  () => {
                    toast("The message is on its way again.");
                    changed();
                  },
                  changed,
                )
              }
            >
              <Icon name="undo" />
              {pending ? "Working…" : "Replay"}
            </button>
          )
        }
      />
      <div className="grid grid-cols-1 gap-5">
        {refusal && !pending && <RefusalNotice refusal={refusal} />}
        <Facts delivery={data} />
        <Section title="Attempts" about={aboutAttempts(data)}>
          <AttemptList tries={data.tries} />
        </Section>
        <Section title="Message" about="Exactly what is sent as the body, here with line breaks.">
          {data.body === null ? (
            <p className="text-muted">
              What it told was destroyed, because somebody it was about was permanently deleted.
              That there was a message stays on record.
            </p>
          ) : (
            <CodeBlock title="Body" code={indented(data.body)} />
          )}
        </Section>
      </div>
    </>
  );
}

/** What waits to be sent now is looked at often, what waits for its next try now and then, the rest not at all. */
function pace(delivery: Detail | undefined) {
  if (delivery?.state !== "pending") return false;
  return !delivery.nextAt || Date.parse(delivery.nextAt) < Date.now() + 10_000 ? 1_000 : 15_000;
}

function Facts({ delivery }: { delivery: Detail }) {
  const reader = useReader();
  const { url, createdAt, doneAt, sequence, messageId, requestId, state, nextAt } = delivery;
  return (
    <Section title="What it is">
      <dl className="facts">
        <dt>To</dt>
        <dd className="break-all">{url ? <bdi>{url}</bdi> : "A webhook that was deleted"}</dd>
        <dt>Happened</dt>
        <dd>
          <Time at={createdAt} reader={reader} as="full" />
        </dd>
        {state === "pending" && (
          <>
            <dt>Next try</dt>
            <dd>
              <NextTry at={nextAt} />
            </dd>
          </>
        )}
        {doneAt && (
          <>
            <dt>{state === "delivered" ? "Delivered" : "Given up"}</dt>
            <dd>
              <Time at={doneAt} reader={reader} as="full" />
            </dd>
          </>
        )}
        <dt>Place in the order</dt>
        <dd className="tabular-nums">#{sequence} of all messages to this webhook</dd>
        <dt>Message id</dt>
        <dd>
          <code className="font-mono text-sm break-all">{messageId}</code>
        </dd>
        <dt>Request</dt>
        <dd>
          <code className="font-mono text-sm break-all">{requestId}</code>{" "}
          <Link
            className="link ms-2 text-sm"
            href={`/activity?request=${encodeURIComponent(requestId)}`}
            prefetch={false}
          >
            What was done
          </Link>
          {cameByApi(delivery.body) && (
            <Link
              className="link ms-3 text-sm"
              href={`/developers/requests/${encodeURIComponent(requestId)}`}
              prefetch={false}
            >
              The API call
            </Link>
          )}
        </dd>
      </dl>
    </Section>
  );
}

/** Whether a program asked for what happened, so that there is a call to look at. A thin message does not say. */
function cameByApi(body: string | null) {
  const { data } = JSON.parse(body ?? "{}") as { data?: { source?: string } };
  return data?.source === "api";
}

function aboutAttempts({ tries, test }: Detail) {
  if (test) return "A test is tried once.";
  if (tries.length === 0) return "Tried up to ten times over about three days.";
  return "The newest first. Tried up to ten times over about three days, then given up.";
}

const indented = (body: string) => JSON.stringify(JSON.parse(body), null, 2);
