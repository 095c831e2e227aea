import type { Database } from "@/lib/db/connection";
import { call } from "@/lib/db/scope";
import { Failure } from "@/lib/gate/failure";

/**
 * Lets the staff ask, enter and break the glass only while no review is overdue (P51). The clock of the database says so,
 * and the refusal says who has to do what.
 */
export async function insistOnReviews(db: Database): Promise<void> {
  const [row] = await call<{ review_overdue: string | null }>(db, "review_overdue");
  const quarter = row?.review_overdue;
  if (!quarter) return;
  throw new Failure("review_overdue", {
    says: `The review of support access for ${quarterName(quarter)} is overdue, so nobody of the staff is let in. Somebody of the staff with the role security has to finish it, under Operator, Reviews.`,
  });
}

/** "2026-07-01" is the third quarter of 2026. */
const quarterName = (firstDay: string) =>
  `quarter ${Math.ceil(Number(firstDay.slice(5, 7)) / 3)} of ${firstDay.slice(0, 4)}`;
