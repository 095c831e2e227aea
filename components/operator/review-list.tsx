import Link from "next/link";

import { quarterOf } from "@/components/support/words";
import type { Reader } from "@/components/time/moment";
import { Time } from "@/components/time/time";
import { Badge } from "@/components/ui/badge";
import { Empty } from "@/components/ui/empty";
import type { Review } from "@/lib/support/review";

/** Reviews by quarter: how much waits, and until when it has to be done. */
export function ReviewList({ reviews, reader }: { reviews: Review[]; reader: Reader }) {
  if (reviews.length === 0)
    return (
      <div className="card">
        <Empty title="No review yet">
          The first opens when the quarter is over, or when you open it.
        </Empty>
      </div>
    );
  return (
    <ul className="card divide-y divide-line">
      {reviews.map((review) => (
        <li key={review.id} className="flex flex-wrap items-center gap-x-4 gap-y-1.5 px-4.5 py-3.5">
          <Link
            className="link min-w-0 flex-1 basis-48"
            href={`/operator/reviews/${review.id}`}
            prefetch={false}
          >
            {quarterOf(review.quarter)}
          </Link>
          <ReviewState review={review} />
          <span className="w-56 text-sm text-muted">
            {review.closedAt ? (
              <>
                done <Time at={review.closedAt} reader={reader} as="day" />
              </>
            ) : (
              <>
                due <Time at={review.dueAt} reader={reader} as="day" />, {review.undecided} of{" "}
                {review.items} undecided
              </>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}

export function ReviewState({ review: { closedAt, overdue } }: { review: Review }) {
  if (closedAt) return <Badge tone="good">Done</Badge>;
  return overdue ? <Badge tone="danger">Overdue</Badge> : <Badge tone="warn">Open</Badge>;
}
