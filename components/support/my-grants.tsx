import type { Reader } from "@/components/time/moment";
import { Time } from "@/components/time/time";
import { Badge } from "@/components/ui/badge";
import { Empty } from "@/components/ui/empty";
import type { MyGrant } from "@/lib/support/support";

import { Countdown } from "./countdown";
import { MyGrantActions } from "./my-grant-actions";
import { ScopeFacts } from "./scope-facts";
import { endOf, stateWords } from "./words";

/** One's own requests and accesses, as one of the support staff: the newest first. */
export function MyGrants({ grants, reader }: { grants: MyGrant[]; reader: Reader }) {
  if (grants.length === 0)
    return (
      <div className="card">
        <Empty title="You have asked nobody yet">
          Where a customer needs you to look, ask to be let in. Owners decide, and can invite you
          themselves.
        </Empty>
      </div>
    );
  return (
    <ol className="grid grid-cols-[minmax(0,1fr)] gap-4">
      {grants.map((grant) => (
        <li key={grant.id}>
          <article className="card" aria-label={`Access to ${grant.accountId}`}>
            <div className="card-head">
              <code className="min-w-0 font-mono text-sm break-all">{grant.accountId}</code>
              <Badge tone={stateWords[grant.state][1]}>{stateWords[grant.state][0]}</Badge>
            </div>
            <div className="card-body grid gap-3">
              <p dir="auto">{grant.reason}</p>
              <p className="text-muted">
                <Standing grant={grant} reader={reader} />
              </p>
              {isOpen(grant) ? (
                <ScopeFacts grant={grant} />
              ) : (
                <details>
                  <summary className="cursor-pointer text-muted">What it was for</summary>
                  <div className="pt-2">
                    <ScopeFacts grant={grant} />
                  </div>
                </details>
              )}
              <MyGrantActions grant={grant} />
            </div>
          </article>
        </li>
      ))}
    </ol>
  );
}

const isOpen = ({ state }: MyGrant) =>
  state === "pending" || state === "invited" || state === "live";

/** How it stands, and what comes next. */
function Standing({ grant, reader }: { grant: MyGrant; reader: Reader }) {
  const { state, lapsesAt, endsAt, endedAt, endedBy, answer } = grant;
  if (state === "live")
    return (
      <>
        An owner let you in, until <Time at={endsAt!} reader={reader} as="clock" />:{" "}
        <Countdown until={endsAt!} />.
      </>
    );
  if (state === "pending")
    return (
      <>
        The owners were told. Without an answer it lapses on{" "}
        <Time at={lapsesAt} reader={reader} as="full" />.
      </>
    );
  if (state === "invited")
    return (
      <>
        An owner invited you. The time begins when you enter; unused it lapses on{" "}
        <Time at={lapsesAt} reader={reader} as="full" />.
      </>
    );
  if (state === "declined") return <bdi>{`An owner declined: ${answer ?? ""}`}</bdi>;
  if (state === "withdrawn") return "You withdrew it.";
  if (state === "lapsed") return "It lapsed after four days. Ask again if you still need it.";
  return (
    <>
      {endOf({ endedBy, staff: "You" })} <Time at={endedAt!} reader={reader} as="full" />. Ask again
      if you still need it.
    </>
  );
}
