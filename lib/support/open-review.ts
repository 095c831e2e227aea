import { z } from "zod";

import { call } from "@/lib/db/scope";
import { command } from "@/lib/gate/command";
import { Failure } from "@/lib/gate/failure";
import { ReviewId } from "./review";

const pattern = /^\d{4}-(01|04|07|10)-01$/;

/**
 * Opens the review of a quarter: of everybody who can be let in, and of every access in it (P51). Left out, it is the
 * quarter before. Done again, it takes up what has come since; a job does it every day.
 */
export const openReview = command("support.open_review", {
  input: z.strictObject({
    quarter: z
      .string()
      .regex(pattern, "Give the first day of a quarter.")
      .meta({ examples: ["2026-07-01"] })
      .optional(),
  }),
  output: z.object({ reviewId: ReviewId }),
  refuses: [],
  async run({ db, input: { quarter }, now }) {
    if (quarter && Date.parse(quarter) > now.getTime()) {
      throw new Failure("invalid", { fields: { quarter: "This quarter has not begun." } });
    }
    const [opened] = await call<{ review: string; of_quarter: string; added: number }>(
      db,
      "open_review",
      quarter ?? null,
    );
    const { review: reviewId, of_quarter: of, added } = opened!;
    return {
      value: { reviewId },
      told: added
        ? { logged: { id: reviewId, name: null }, particulars: { quarter: of, added } }
        : [],
    };
  },
});
