import type { Metadata } from "next";

import { OpenReview } from "@/components/operator/open-review";
import { ReviewList } from "@/components/operator/review-list";
import { readerOf } from "@/components/time/reader";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { read } from "@/lib/gate/page";
import { listReviews } from "@/lib/support/list-reviews";

export const metadata: Metadata = { title: "Reviews" };

export default async function ReviewsPage() {
  const { data, may, quarter } = await read(listReviews, {});
  return (
    <>
      <PageHeader
        title="Reviews"
        about="Each quarter, everybody who can be let into accounts and every access they had. It has to be done thirty days after the quarter."
        actions={may.includes("support.open_review") && <OpenReview quarter={quarter} />}
      />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
        {data.some(({ overdue }) => overdue) && (
          <Notice tone="danger" title="A review is overdue">
            <p>
              Until every question in it is decided, nobody of the staff can ask for access, use an
              invitation or break the glass.
            </p>
          </Notice>
        )}
        <ReviewList reviews={data} reader={await readerOf(null)} />
      </div>
    </>
  );
}
