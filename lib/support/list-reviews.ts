import { z } from "zod";

import { call } from "@/lib/db/scope";
import { query } from "@/lib/gate/query";
import { abilitiesOfStaff } from "@/lib/policy/abilities";
import { Reviews } from "./review";
import { readReviews } from "./review-rows";

/** The reviews of support access: what is open, when it is due, and what is done. */
export const listReviews = query("support.list_reviews", {
  input: z.strictObject({}),
  output: Reviews,
  refuses: [],
  async run({ db, me }) {
    const [now] = await call<{ quarter_now: string }>(db, "quarter_now");
    return {
      data: await readReviews(db),
      quarter: now!.quarter_now,
      may: abilitiesOfStaff(me),
    };
  },
});
