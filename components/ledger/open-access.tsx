import Link from "next/link";

import type { Reader } from "@/components/time/moment";
import { Time } from "@/components/time/time";
import { Notice } from "@/components/ui/notice";
import type { SupportGrant } from "@/lib/support/support";

type Props = { grants: SupportGrant[]; reader: Reader };

/** Who of the operator's staff has access now, and until when; and who waits for an answer. */
export function OpenAccess({ grants, reader }: Props) {
  const live = grants.filter(({ state }) => state === "live");
  const waiting = grants.filter(({ state }) => state === "pending");
  if (!live.length && !waiting.length) {
    return (
      <p className="text-muted">
        Nobody of the operator’s staff has access to what this account keeps.
      </p>
    );
  }
  return (
    <div className="grid gap-3">
      {live.map(({ id, staff, endsAt }) => (
        <Notice key={id} tone="warn" title={`${staff.name} has access to this account`}>
          <p>
            Until <Time at={endsAt!} reader={reader} as="clock" />,{" "}
            <Time at={endsAt!} reader={reader} />.{" "}
            <Link className="link" href={`/trust/support/${id}`} prefetch={false}>
              See what was looked at, or end it
            </Link>
          </p>
        </Notice>
      ))}
      {waiting.map(({ id, staff, lapsesAt }) => (
        <Notice key={id} title={`${staff.name} asks for access`}>
          <p>
            Without an answer it lapses <Time at={lapsesAt} reader={reader} />.{" "}
            <Link className="link" href={`/trust/support/${id}`} prefetch={false}>
              See what for
            </Link>
          </p>
        </Notice>
      ))}
    </div>
  );
}
