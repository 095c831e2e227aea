"use client";

import { useRouter } from "next/navigation";

import { toast } from "@/components/ui/toast";
import { useVerb } from "@/components/ui/use-verb";
import { openReviewAction } from "@/lib/support/actions";

/** Opens the review of the quarter we are in before it is over, or takes up what has come since. */
export function OpenReview({ quarter }: { quarter: string }) {
  const router = useRouter();
  const { run, pending } = useVerb(openReviewAction);
  return (
    <button
      type="button"
      className="btn"
      disabled={pending}
      onClick={() =>
        run(
          { quarter },
          ({ reviewId }) => router.push(`/operator/reviews/${reviewId}`),
          ({ says }) => toast(says),
        )
      }
    >
      Review this quarter now
    </button>
  );
}
