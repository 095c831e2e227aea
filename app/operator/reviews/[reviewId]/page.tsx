import type { Metadata } from "next";

import { ReviewItems } from "@/components/operator/review-items";
import { ReviewState } from "@/components/operator/review-list";
import { quarterOf } from "@/components/support/words";
import { readerOf } from "@/components/time/reader";
import { Time } from "@/components/time/time";
import { PageHeader } from "@/components/ui/page-header";
import { read } from "@/lib/gate/page";
import { showReview } from "@/lib/support/show-review";

export const metadata: Metadata = { title: "Review" };

type Props = { params: Promise<{ reviewId: string }> };

export default async function ReviewPage({ params }: Props) {
  const { data, ...review } = await read(showReview, { reviewId: (await params).reviewId });
  const reader = await readerOf(null);
  return (
    <>
      <PageHeader
        title={quarterOf(review.quarter)}
        trail={[{ href: "/operator/reviews", name: "Reviews" }]}
        about={
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <ReviewState review={review} />
            <span>
              {review.undecided} of {review.items} undecided, due{" "}
              <Time at={review.dueAt} reader={reader} as="day" />
            </span>
          </span>
        }
      />
      <ReviewItems items={data} reader={reader} />
    </>
  );
}
