import { z } from "zod";

import { call } from "@/lib/db/scope";
import { command, type Left } from "@/lib/gate/command";
import { Failure } from "@/lib/gate/failure";
import { enqueue } from "@/lib/jobs/enqueue";
import { staffNames } from "@/lib/staff/names";
import { type ReviewDecision, reviewDecisions, ReviewItemId, Words } from "./review";
import { sealWords } from "./review-rows";

type Row = {
  outcome: "own" | "decided" | "done";
  staff_id: string;
  account_id: string | null;
  grant_id: string | null;
  of_quarter: string;
  final: ReviewDecision;
  ended: { accountId: string; grantId: string }[];
};

/**
 * Decides a question of a review, by somebody it is not about (P51). Whoever may not go on loses the role support at once,
 * and every access of theirs ends; an access that was not in order is escalated, and its owners read so.
 */
export const decideReview = command("support.decide_review", {
  input: z.strictObject({
    itemId: ReviewItemId,
    decision: z.enum(reviewDecisions, "Choose keep, remove or escalate."),
    words: Words,
  }),
  refuses: ["not_found", "review_own", "review_decided"],
  async run({ db, input: { itemId, decision, words } }) {
    const [row] = await call<Row>(
      db,
      "decide_review",
      itemId,
      decision,
      await sealWords(db, itemId, words),
    );
    if (!row) throw new Failure("not_found");
    if (row.outcome === "own") throw new Failure("review_own");
    if (row.outcome === "decided") throw new Failure("review_decided");
    for (const ended of row.ended) await enqueue(db, "tell_of_support", { ...ended, what: "end" });
    const name = (await staffNames(db)).get(row.staff_id) ?? "someone who has left";
    const particulars = { decision: row.final, quarter: row.of_quarter };
    const told: Left[] = [
      {
        logged: { id: row.staff_id, name },
        particulars: { ...particulars, ...(row.grant_id && { grantId: row.grant_id }), words },
      },
    ];
    if (row.account_id && row.grant_id) {
      const object = { kind: "support_grant", id: row.grant_id, name } as const;
      told.push({ accountId: row.account_id, object, particulars });
    }
    return { value: null, told };
  },
});
