"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";

import { read, Queries } from "@/components/query";
import { Icon } from "@/components/ui/icon";
import { Notice } from "@/components/ui/notice";
import { RefusalNotice } from "@/components/ui/refusal-notice";
import { useVerb } from "@/components/ui/use-verb";
import { testWebhookAction } from "@/lib/webhooks/actions";
import type { DeliveryDetail } from "@/lib/webhooks/webhook";

import { outcomeWords, took } from "./words";

/** Sends a signed test and waits for what becomes of it. */
export function SendTest({ webhookId, done }: { webhookId: string; done?: () => void }) {
  const { run, pending, refusal } = useVerb(testWebhookAction);
  const [deliveryId, setDeliveryId] = useState<string | null>(null);
  return (
    <div>
      <div>
        <button
          type="button"
          className="btn"
          disabled={pending}
          onClick={() => run({ webhookId }, (sent) => setDeliveryId(sent.deliveryId))}
        >
          <Icon name="send" />
          {deliveryId ? "Send another test" : "Send a test"}
        </button>
      </div>
      {refusal && !pending && (
        <div className="pt-3">
          <RefusalNotice refusal={refusal} />
        </div>
      )}
      <div role="status" className="*:mt-3">
        {deliveryId && (
          <Queries>
            <Result key={deliveryId} webhookId={webhookId} deliveryId={deliveryId} done={done} />
          </Queries>
        )}
      </div>
    </div>
  );
}

type ResultProps = { webhookId: string; deliveryId: string; done?: () => void };

function Result({ webhookId, deliveryId, done }: ResultProps) {
  const { data } = useQuery({
    queryKey: ["delivery", deliveryId],
    queryFn: async ({ signal }) => {
      const found = await read(
        "/webhook-deliveries/{deliveryId}",
        { path: { deliveryId } },
        signal,
      );
      if (found.state !== "pending") done?.();
      return found;
    },
    refetchInterval: ({ state }) => (isUnderWay(state.data) ? 500 : false),
  });
  const [attempt] = data?.tries ?? [];
  if (!data || isUnderWay(data) || !attempt)
    return <p className="text-muted">The test is on its way…</p>;
  const look = (
    <p>
      <Link
        className="link"
        href={`/developers/webhooks/${webhookId}/deliveries/${deliveryId}`}
        prefetch={false}
      >
        Look at request and response
      </Link>
    </p>
  );
  if (data.state === "delivered")
    return (
      <Notice
        tone="good"
        title={`It arrived: answered with ${attempt.status} after ${took(attempt.durationMs)}`}
      >
        {look}
      </Notice>
    );
  return (
    <Notice
      tone="danger"
      title={`It did not arrive: ${outcomeWords[attempt.outcome].toLowerCase()}${attempt.status ? ` (${attempt.status})` : ""}`}
    >
      {attempt.excerpt?.says && <p>{attempt.excerpt.says}</p>}
      {look}
    </Notice>
  );
}

const isUnderWay = (delivery: DeliveryDetail | undefined) => delivery?.state === "pending";
