"use client";

import Link from "next/link";

import { inUtc } from "@/components/time/moment";
import { Badge, type Tone } from "@/components/ui/badge";
import { Empty } from "@/components/ui/empty";
import type { LookedCall } from "@/lib/staff/looks";

/** Calls of an account as the staff see them: no names, no addresses. */
export function CallRows({ calls }: { calls: LookedCall[] }) {
  if (!calls.length)
    return (
      <div className="card">
        <Empty title="No calls">None that are kept fit what you asked for.</Empty>
      </div>
    );
  return (
    <ul className="card divide-y divide-line" aria-label="API calls">
      {calls.map((one) => (
        <li key={one.requestId} className="px-4.5 py-3">
          <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
            <Badge tone={toneOf(one.status)}>{one.status}</Badge>
            <span className="min-w-0 flex-1 basis-60 font-medium break-all">
              {one.method} {one.route}
            </span>
            <span className="text-sm text-muted tabular-nums">
              {inUtc(new Date(one.at))} · {one.durationMs.toFixed(1)} ms
            </span>
          </div>
          <p className="pt-1 text-sm text-muted">
            {one.operation ?? "no operation"}
            {one.code && <> · {one.code}</>} · by {actorWords[one.actor.kind] ?? one.actor.kind}
            {one.actor.id && (
              <>
                {" "}
                <code className="font-mono text-xs break-all">{one.actor.id}</code>
              </>
            )}
            {one.keyId && (
              <>
                {" "}
                · key <code className="font-mono text-xs break-all">{one.keyId}</code>
              </>
            )}{" "}
            · {one.bytesIn} B in, {one.bytesOut} B out ·{" "}
            <Link
              className="link"
              prefetch={false}
              href={`/operator/requests?${new URLSearchParams({ request: one.requestId })}`}
            >
              Request {one.requestId.slice(-12)}
            </Link>
          </p>
        </li>
      ))}
    </ul>
  );
}

const actorWords: Record<string, string> = {
  user: "user",
  key: "key",
  person: "someone signed in",
  visitor: "a visitor",
  staff: "the staff",
};

export const toneOf = (status: number | null): Tone => {
  if (status === null || status >= 500) return "danger";
  return status >= 400 ? "warn" : "good";
};
