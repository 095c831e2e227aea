import Link from "next/link";

import type { Reader } from "@/components/time/moment";
import { Time } from "@/components/time/time";
import { Badge } from "@/components/ui/badge";
import { Empty } from "@/components/ui/empty";
import type { SupportGrant } from "@/lib/support/support";

import { endOf, stateWords } from "./words";
import { inDigits } from "@/lib/intl";

/** What is over, the newest first: who, why, how it ended, who agreed, and how much was looked at and changed. */
export function GrantHistory({ grants, reader }: { grants: SupportGrant[]; reader: Reader }) {
  if (grants.length === 0)
    return (
      <Empty title="Nobody of the support staff has been in here">
        Each access will stand here for good: who, why, who agreed, and every step.
      </Empty>
    );
  return (
    <ol className="divide-y divide-line">
      {grants.map((grant) => (
        <li key={grant.id} className="grid gap-1 py-3 first:pt-0 last:pb-0">
          <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <Link
              className="link"
              href={`/trust/support/${grant.id}`}
              prefetch={false}
              aria-label={`${grant.staff.name}: ${grant.reason}`}
            >
              <bdi>{grant.staff.name}</bdi>
            </Link>
            <Badge tone={stateWords[grant.state][1]}>{stateWords[grant.state][0]}</Badge>
            {grant.origin === "break_glass" && <Badge tone="danger">Without your consent</Badge>}
            <span className="text-sm text-muted">
              <Time at={grant.startsAt ?? grant.requestedAt} reader={reader} as="full" />
            </span>
          </p>
          <p className="min-w-0" dir="auto">
            {grant.reason}
          </p>
          <p className="text-sm text-muted">
            <Outcome grant={grant} />
          </p>
        </li>
      ))}
    </ol>
  );
}

/** What became of a request or an access, in sentences. */
export function Outcome({ grant }: { grant: SupportGrant }) {
  const { state, answer, staff, startsAt, looks, changes } = grant;
  const by = answer?.by?.name ?? "An owner";
  if (state === "lapsed")
    return answer ? "They did not enter within four days." : "Nobody answered within four days.";
  if (state === "withdrawn") return <bdi>{`${staff.name} withdrew the request.`}</bdi>;
  if (state === "declined") return <bdi>{`${by} declined: ${answer?.reason ?? ""}`}</bdi>;
  const agreed = grant.origin === "break_glass" ? "" : `${by} agreed. `;
  if (!startsAt) return <bdi>{`${agreed}It was taken back before anybody entered.`}</bdi>;
  const end = state === "ended" ? `${endOf({ ...grant, staff: staff.name })} ` : "";
  return <bdi>{`${agreed}${end}${times(looks, "look")}, ${times(changes, "change")}.`}</bdi>;
}

const times = (n: number, what: string) =>
  n === 0 ? `no ${what}s` : `${inDigits(n)} ${what}${n === 1 ? "" : "s"}`;
