"use client";

import { inUtc } from "@/components/time/moment";
import { Badge } from "@/components/ui/badge";
import { Empty } from "@/components/ui/empty";
import type { LookedAttempt } from "@/lib/staff/looks";

import { toneOf } from "./call-rows";

/** Attempts to deliver webhooks as the staff see them: endpoints by id, no addresses, no content. */
export function AttemptRows({ attempts }: { attempts: LookedAttempt[] }) {
  if (!attempts.length)
    return (
      <div className="card">
        <Empty title="No attempts">Nothing was sent to an endpoint of this account.</Empty>
      </div>
    );
  return (
    <ul className="card divide-y divide-line" aria-label="Webhook attempts">
      {attempts.map((one) => (
        <li key={one.id} className="px-4.5 py-3">
          <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
            <Badge tone={toneOf(one.status)}>{one.status ?? one.outcome}</Badge>
            <span className="min-w-0 flex-1 basis-60 font-medium">
              {one.topic ?? "a message"}, attempt {one.number}
            </span>
            <span className="text-sm text-muted tabular-nums">
              {inUtc(new Date(one.at))} · {one.durationMs.toFixed(1)} ms
            </span>
          </div>
          <p className="pt-1 text-sm text-muted">
            {one.outcome}
            {one.state && <> · delivery {one.state}</>} · endpoint{" "}
            <code className="font-mono text-xs break-all">{one.webhookId}</code> · delivery{" "}
            <code className="font-mono text-xs break-all">{one.deliveryId}</code>
          </p>
        </li>
      ))}
    </ul>
  );
}
