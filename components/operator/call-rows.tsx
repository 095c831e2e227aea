"use client";

import Link from "next/link";

import { Empty } from "@/components/ui/empty";
import type { LookedCall } from "@/lib/staff/looks";

import { LookedRow } from "./looked-row";

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
        <LookedRow
          key={one.requestId}
          status={one.status}
          title={`${one.method} ${one.route}`}
          at={one.at}
          durationMs={one.durationMs}
        >
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
        </LookedRow>
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
