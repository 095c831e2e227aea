import Link from "next/link";

import type { Reader } from "@/components/time/moment";
import { Time } from "@/components/time/time";
import { Badge } from "@/components/ui/badge";
import type { SupportGrant } from "@/lib/support/support";

import { Countdown } from "./countdown";
import { GrantActions } from "./grant-actions";
import { ScopeFacts } from "./scope-facts";
import { stateWords } from "./words";

type Props = { grant: SupportGrant; mostMinutes: number; reader: Reader; linked?: boolean };

/** A request, an invitation or an access that is live: who, why, what exactly, until when, and what can be done. */
export function GrantCard({ grant, mostMinutes, reader, linked }: Props) {
  const { id, state, staff, reason, origin } = grant;
  const [name, tone] = stateWords[state];
  const forced = origin === "break_glass";
  return (
    <article className={`card ${forced ? "border-danger!" : ""}`} aria-label={headOf(grant)}>
      <div className="card-head">
        <h3 className="min-w-0 text-lg">
          <bdi>{headOf(grant)}</bdi>
        </h3>
        <span className="flex flex-wrap items-center gap-2">
          {forced && <Badge tone="danger">Without your consent</Badge>}
          <Badge tone={tone}>{name}</Badge>
        </span>
      </div>
      <div className="card-body grid gap-4">
        {forced && (
          <p className="text-danger">
            {state === "pending"
              ? "They say it is an emergency: a second of the operator’s staff can open the account without asking you. You can decline it. It is reviewed in any case."
              : "Two of the operator’s staff opened this account in an emergency, without asking you. It is reviewed in any case."}
          </p>
        )}
        <p dir="auto">{reason}</p>
        <ScopeFacts grant={grant}>
          <Until grant={grant} reader={reader} />
        </ScopeFacts>
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2 empty:hidden">
          <GrantActions {...{ grant, mostMinutes }} />
          {linked && (
            <Link className="link" href={`/trust/support/${id}`} prefetch={false}>
              {state === "live" ? `See what ${staff.name} does` : "Open"}
            </Link>
          )}
        </div>
      </div>
    </article>
  );
}

export function headOf({ state, staff }: SupportGrant): string {
  if (state === "pending") return `${staff.name} asks to be let in`;
  if (state === "invited") return `${staff.name} is invited`;
  if (state === "live") return `${staff.name} is inside`;
  return `Access of ${staff.name}`;
}

function Until({ grant, reader }: { grant: SupportGrant; reader: Reader }) {
  const { state, startsAt, endsAt, endedAt, lapsesAt, requestedAt } = grant;
  if (state === "live")
    return (
      <>
        <dt>Until</dt>
        <dd>
          <Time at={endsAt!} reader={reader} as="full" />, <Countdown until={endsAt!} />
        </dd>
      </>
    );
  if (startsAt && endedAt)
    return (
      <>
        <dt>Open</dt>
        <dd>
          <Time at={startsAt} reader={reader} as="full" /> to{" "}
          <Time at={endedAt} reader={reader} as="full" />
        </dd>
      </>
    );
  if (state !== "pending" && state !== "invited")
    return (
      <>
        <dt>Asked</dt>
        <dd>
          <Time at={requestedAt} reader={reader} as="full" />
        </dd>
      </>
    );
  return (
    <>
      <dt>{state === "invited" ? "Invited" : "Asked"}</dt>
      <dd>
        <Time at={requestedAt} reader={reader} />
      </dd>
      <dt>{state === "invited" ? "Lapses if unused" : "Lapses without an answer"}</dt>
      <dd>
        <Time at={lapsesAt} reader={reader} as="full" />
      </dd>
    </>
  );
}
