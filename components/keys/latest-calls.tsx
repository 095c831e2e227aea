import type { Reader } from "@/components/time/moment";
import { Time } from "@/components/time/time";
import { Badge } from "@/components/ui/badge";
import type { CallView } from "@/lib/traffic/traffic";

/** The last few calls of a key: when, what it asked for, and how that ended. */
export function LatestCalls({ calls, reader }: { calls: CallView[]; reader: Reader }) {
  if (calls.length === 0) return <p className="text-muted">None yet.</p>;
  return (
    <ul className="divide-y divide-line">
      {calls.map((call) => (
        <li
          key={call.requestId}
          className="flex flex-wrap items-baseline gap-x-4 gap-y-1 py-2 first:pt-0 last:pb-0"
        >
          <span className="w-28 text-sm text-muted">
            <Time at={call.at} reader={reader} />
          </span>
          <code className="min-w-0 flex-1 basis-52 font-mono text-sm wrap-anywhere">
            {call.method} {call.route}
          </code>
          <Badge tone={call.status < 400 ? "good" : call.status < 500 ? "warn" : "danger"}>
            {call.code ?? String(call.status)}
          </Badge>
        </li>
      ))}
    </ul>
  );
}
