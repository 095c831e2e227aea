import { ScopeFacts } from "@/components/support/scope-facts";
import { decisionWords } from "@/components/support/words";
import { type Reader, inFull } from "@/components/time/moment";
import { Time } from "@/components/time/time";
import { Badge } from "@/components/ui/badge";
import { Empty } from "@/components/ui/empty";
import { staffRoleWords } from "@/components/words";
import type { StaffRole } from "@/lib/staff/staff";
import type { ReviewItem } from "@/lib/support/review";

import { DecideItem } from "./decide-item";

/** The questions of a review: whom it is about, what they did, and what was decided or has to be. */
export function ReviewItems({ items, reader }: { items: ReviewItem[]; reader: Reader }) {
  if (items.length === 0)
    return (
      <div className="card">
        <Empty title="Nothing to review">
          Nobody had the role support in this quarter, and nobody was let in.
        </Empty>
      </div>
    );
  return (
    <ol className="grid grid-cols-[minmax(0,1fr)] gap-4">
      {items.map((item) => (
        <li key={item.id}>
          <Item item={item} reader={reader} />
        </li>
      ))}
    </ol>
  );
}

function Item({ item, reader }: { item: ReviewItem; reader: Reader }) {
  const { staff, grant, decision, may } = item;
  const forced = grant?.origin === "break_glass";
  const title = grant
    ? `${staff.name} in ${grant.accountId}`
    : `May ${staff.name} go on being let in?`;
  return (
    <article className={`card ${forced ? "border-danger!" : ""}`} aria-label={title}>
      <div className="card-head">
        <h2 className="min-w-0">
          <bdi>{title}</bdi>
        </h2>
        <span className="flex flex-wrap gap-2">
          {forced && <Badge tone="danger">Without consent</Badge>}
          {decision ? (
            <Badge tone={decisionWords[decision.what][1]}>{decisionWords[decision.what][0]}</Badge>
          ) : (
            <Badge tone="warn">Undecided</Badge>
          )}
        </span>
      </div>
      <div className="card-body grid gap-4">
        {grant ? <Access grant={grant} reader={reader} /> : <Roles item={item} />}
        {decision && (
          <p>
            <bdi>{decision.by.name}</bdi>, <Time at={decision.at} reader={reader} as="full" />:{" "}
            <bdi>{decision.words}</bdi>
          </p>
        )}
        {!decision && may.length === 0 && (
          <p className="text-muted">
            You have a part in it yourself, so somebody else with the role security decides.
          </p>
        )}
        {may.includes("support.decide_review") && (
          <DecideItem itemId={item.id} name={staff.name} aboutGrant={grant !== null} />
        )}
      </div>
    </article>
  );
}

function Roles({ item: { roles } }: { item: ReviewItem }) {
  return (
    <p>
      {roles.length
        ? `Has the roles: ${roles.map((role) => staffRoleWords[role as StaffRole].toLowerCase()).join(", ")}.`
        : "Has left the staff."}
    </p>
  );
}

function Access({ grant, reader }: { grant: NonNullable<ReviewItem["grant"]>; reader: Reader }) {
  const { startsAt, endsAt, looks, changes, unmasked, reason } = grant;
  const minutes =
    startsAt && endsAt
      ? Math.max(1, Math.round((Date.parse(endsAt) - Date.parse(startsAt)) / 60_000))
      : undefined;
  return (
    <>
      <p dir="auto">{reason}</p>
      <ScopeFacts grant={{ ...grant, minutes }}>
        <dt>When</dt>
        <dd suppressHydrationWarning>
          {startsAt ? inFull(new Date(startsAt), reader) : "Never opened"}
        </dd>
        <dt>What was done</dt>
        <dd>
          {times(looks, "look")}, {times(unmasked, "field")} unmasked, {times(changes, "change")}
        </dd>
      </ScopeFacts>
    </>
  );
}

const times = (n: number, what: string) => `${n} ${what}${n === 1 ? "" : "s"}`;
