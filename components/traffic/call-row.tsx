import Link from "next/link";

import type { Reader } from "@/components/time/moment";
import { Time } from "@/components/time/time";
import { took } from "@/components/webhooks/words";
import type { CallView } from "@/lib/traffic/traffic";

import { ResultBadge } from "./result-badge";
import { callerOf } from "./words";

type Props = {
  call: CallView;
  /** what it asked for, in words */
  says: string | undefined;
  reader: Reader;
};

/** One call as a line: when, what, by whom, how it ended, how long it took. The whole line leads to the call. */
export function CallRow({ call, says, reader }: Props) {
  return (
    <Link
      href={`/developers/requests/${call.requestId}`}
      prefetch={false}
      className="call-row hover:bg-hover"
    >
      <span className="call-time text-muted">
        <Time at={call.at} reader={reader} as="second" />
      </span>{" "}
      <span className="call-what">
        <code className="font-mono text-sm font-semibold break-all">
          {call.method} {call.route}
        </code>{" "}
        <span className="block text-sm text-muted">{says ?? "Leads to nothing"}</span>
      </span>{" "}
      <span className="call-who">
        <bdi>{callerOf(call)}</bdi>{" "}
        {call.key ? (
          <span className="text-sm text-muted md:block">
            {call.actor.name ? (
              <>
                for <bdi>{call.actor.name}</bdi>
              </>
            ) : (
              "a key"
            )}
          </span>
        ) : (
          <span className="text-sm text-muted md:block">
            {call.source === "panel" ? "on our pages" : "over the API"}
          </span>
        )}
      </span>{" "}
      <span className="call-result">
        <ResultBadge status={call.status} />
      </span>{" "}
      <span className="call-took text-muted tabular-nums">{took(call.durationMs)}</span>
    </Link>
  );
}
