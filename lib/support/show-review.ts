import { z } from "zod";

import type { Database } from "@/lib/db/connection";
import { call } from "@/lib/db/scope";
import { Failure } from "@/lib/gate/failure";
import { query } from "@/lib/gate/query";
import { staffNames } from "@/lib/staff/names";
import { type ReviewDecision, ReviewDetail, ReviewId, type ReviewItem } from "./review";
import { openWords, readReviews } from "./review-rows";
import { openAsked, split } from "./rows";
import type { PersonalField } from "./personal";
import type { SupportGrant, SupportMode, SupportNoun } from "./support";

type Row = {
  id: string;
  staff_id: string;
  roles: string | null;
  own: boolean;
  account_id: string | null;
  grant_id: string | null;
  origin: SupportGrant["origin"];
  asked: Buffer;
  nouns: string;
  fields: string;
  mode: SupportMode;
  starts_at: Date | null;
  ends_at: Date | null;
  looks: number;
  changes: number;
  unmasked: number;
  decision: ReviewDecision | null;
  decided_at: Date | null;
  decided_by: string | null;
  words: Buffer | null;
};

/** A review with its questions: who may go on being let in, and whether each access was in order. */
export const showReview = query("support.show_review", {
  input: z.strictObject({ reviewId: ReviewId }),
  output: ReviewDetail,
  refuses: ["not_found"],
  async run({ db, input: { reviewId } }): Promise<ReviewDetail> {
    const review = (await readReviews(db)).find(({ id }) => id === reviewId);
    if (!review) throw new Failure("not_found");
    const rows = await call<Row>(db, "review_items", reviewId);
    const names = await staffNames(db);
    const data: ReviewItem[] = [];
    for (const row of rows) data.push(await itemView(db, row, names));
    return { ...review, data };
  },
});

async function itemView(db: Database, row: Row, names: Map<string, string>): Promise<ReviewItem> {
  const grant = await grantOf(db, row);
  const nameOf = (id: string) => names.get(id) ?? "Someone who has left";
  return {
    id: row.id,
    staff: { id: row.staff_id, name: names.get(row.staff_id) ?? grant?.staff ?? nameOf("") },
    roles: row.roles?.split(" ") ?? [],
    grant: grant && grant.view,
    decision:
      row.decision && row.decided_at && row.decided_by
        ? {
            what: row.decision,
            at: row.decided_at.toISOString(),
            by: { id: row.decided_by, name: nameOf(row.decided_by) },
            words: row.words ? await openWords(db, row.id, row.words) : "",
          }
        : null,
    may: row.decision || row.own ? [] : ["support.decide_review"],
  };
}

async function grantOf(
  db: Database,
  row: Row,
): Promise<{ staff: string; view: ReviewItem["grant"] } | null> {
  if (!row.grant_id || !row.account_id) return null;
  const { staff, reason, ticket } = await openAsked(db, row.grant_id, row.asked);
  return {
    staff,
    view: {
      ...{ id: row.grant_id, accountId: row.account_id, origin: row.origin, reason, ticket },
      nouns: split<SupportNoun>(row.nouns),
      fields: split<PersonalField>(row.fields),
      mode: row.mode,
      startsAt: row.starts_at?.toISOString() ?? null,
      endsAt: row.ends_at?.toISOString() ?? null,
      ...{ looks: row.looks, changes: row.changes, unmasked: row.unmasked },
    },
  };
}
