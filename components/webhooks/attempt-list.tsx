import { useReader } from "@/components/time/reader-context";
import { Time } from "@/components/time/time";
import { Badge } from "@/components/ui/badge";
import { CodeBlock } from "@/components/ui/code-block";
import { Icon } from "@/components/ui/icon";
import type { AttemptView } from "@/lib/webhooks/webhook";

import { outcomeWords, took } from "./words";
import { inDigits } from "@/lib/intl";

/** Each attempt as a line, and on request what was sent and what came back. */
export function AttemptList({ tries }: { tries: AttemptView[] }) {
  if (tries.length === 0) return <p className="text-muted">Nothing was tried yet.</p>;
  return (
    <ol className="-mx-4.5 -my-4 divide-y divide-line overflow-clip rounded-b-lg">
      {tries.map((attempt, place) => (
        <li key={attempt.id}>
          <Attempt attempt={attempt} open={place === 0} />
        </li>
      ))}
    </ol>
  );
}

function Attempt({ attempt, open }: { attempt: AttemptView; open: boolean }) {
  const reader = useReader();
  const { at, number, outcome, status, durationMs, bytesIn, bytesOut, excerpt } = attempt;
  return (
    <details className="event group" open={open}>
      <summary className="flex min-h-11 cursor-pointer flex-wrap items-center gap-x-3 gap-y-1 px-4.5 py-2.5 hover:bg-hover">
        <span className="w-6 text-muted tabular-nums">{number}.</span>
        <Badge tone={outcome === "delivered" ? "good" : "danger"}>{outcomeWords[outcome]}</Badge>
        {status !== null && <span className="font-semibold tabular-nums">{status}</span>}
        <span className="text-muted tabular-nums">{took(durationMs)}</span>
        <span className="ms-auto text-sm text-muted">
          <Time at={at} reader={reader} as="full" />
        </span>
        <Icon name="right" className="text-muted group-open:rotate-90" />
      </summary>
      <div className="grid grid-cols-1 gap-4 border-t border-line bg-page px-4.5 py-4">
        {excerpt?.says && <p>{excerpt.says}</p>}
        <p className="text-sm text-muted">
          {inDigits(bytesOut)} bytes sent, {inDigits(bytesIn)} received.
        </p>
        {excerpt ? (
          <div className="grid grid-cols-1 gap-4 lg:grid-cols-2">
            <CodeBlock
              title="Request headers"
              code={
                Object.entries(excerpt.requestHeaders)
                  .map(([name, value]) => `${name}: ${value}`)
                  .join("\n") || "None were sent."
              }
              wrap
            />
            <CodeBlock
              title={excerpt.contentType ? `Response, ${excerpt.contentType}` : "Response"}
              code={excerpt.responseBody || "It had no body."}
              wrap
            />
          </div>
        ) : (
          <p className="text-muted">
            Request and response were destroyed with what the message told.
          </p>
        )}
      </div>
    </details>
  );
}
