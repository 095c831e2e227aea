"use client";

import { Empty } from "@/components/ui/empty";
import type { LookedAttempt } from "@/lib/staff/looks";

import { LookedRow } from "./looked-row";

/** Attempts to deliver webhooks as the staff see them: webhooks by id, no addresses, no content. */
export function AttemptRows({ attempts }: { attempts: LookedAttempt[] }) {
  if (!attempts.length)
    return (
      <div className="card">
        <Empty title="No attempts">Nothing was sent to a webhook of this account.</Empty>
      </div>
    );
  return (
    <ul className="card divide-y divide-line" aria-label="Webhook attempts">
      {attempts.map((one) => (
        <LookedRow
          key={one.id}
          status={one.status}
          outcome={one.outcome}
          title={`${one.topic ?? "a message"}, attempt ${one.number}`}
          at={one.at}
          durationMs={one.durationMs}
        >
          {one.outcome}
          {one.state && <> · delivery {one.state}</>} · webhook{" "}
          <code className="font-mono text-xs break-all">{one.webhookId}</code> · delivery{" "}
          <code className="font-mono text-xs break-all">{one.deliveryId}</code>
        </LookedRow>
      ))}
    </ul>
  );
}
