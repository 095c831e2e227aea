import type { Reader } from "@/components/time/moment";
import { Time } from "@/components/time/time";
import { Notice } from "@/components/ui/notice";
import type { SupportGrant } from "@/lib/support/support";

import { quarterOf } from "./words";

const says = {
  keep: "It was in order.",
  remove: "It was not in order.",
  escalate: "It was not plainly in order, so somebody looks into it.",
};

/** What the operator's own review says of an access. */
export function ReviewNotice({
  review: { quarter, decision, at },
  reader,
}: {
  review: NonNullable<SupportGrant["review"]>;
  reader: Reader;
}) {
  const title = `The operator’s review, ${quarterOf(quarter).toLowerCase()}`;
  if (!decision || !at)
    return (
      <Notice title={title}>
        <p>
          The operator’s security staff review every access each quarter. Nobody has decided about
          this one yet.
        </p>
      </Notice>
    );
  return (
    <Notice title={title} tone={decision === "keep" ? "good" : "warn"}>
      <p>
        {says[decision]} <Time at={at} reader={reader} as="full" />
      </p>
    </Notice>
  );
}
