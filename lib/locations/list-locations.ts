import { z } from "zod";

import { call } from "@/lib/db/scope";
import { clockOf } from "@/lib/gate/look";
import { query } from "@/lib/gate/query";
import { hostingSentence } from "./hosting";
import { LocationView } from "./location";
import { readLocations } from "./rows";

/** The public register of where data lives: today, what is planned, and what was (P23); and how it is hosted (P24). */
export const listLocations = query("location.list", {
  input: z.strictObject({}),
  output: z
    .object({
      data: z.array(LocationView),
      hosting: z.string().meta({
        description: "How accounts are hosted",
        examples: ["One shared installation with 3 accounts. No account has a store of its own."],
      }),
    })
    .meta({ id: "Locations", description: "Where data lives" }),
  refuses: [],
  async run({ db }) {
    const accounts = await call(db, "account_ids");
    return {
      data: await readLocations(db, await clockOf(db)),
      hosting: hostingSentence(accounts.length),
    };
  },
});
