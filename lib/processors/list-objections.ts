import { z } from "zod";

import { call } from "@/lib/db/scope";
import { query } from "@/lib/gate/query";
import { Instant } from "@/lib/users/user";
import { openObjection } from "./objection";
import { ChangeId } from "./processor";

const Objection = z
  .object({
    accountId: z.uuid(),
    changeId: ChangeId,
    at: Instant,
    reason: z.string().meta({ examples: ["Our policy forbids providers outside of the EU."] }),
  })
  .meta({ id: "Objection", description: "What the owner of an account has against a change" });
export type Objection = z.infer<typeof Objection>;

type Row = { account_id: string; change_id: string; reason: Buffer; at: Date };

/** What owners have said against changes, by the id of their account, the newest first. */
export const listObjections = query("processor.list_objections", {
  input: z.strictObject({}),
  output: z
    .object({ data: z.array(Objection) })
    .meta({ id: "Objections", description: "Objections to changes, the newest first" }),
  refuses: [],
  async run({ db }) {
    const data: Objection[] = [];
    for (const row of await call<Row>(db, "objections")) {
      const place = { accountId: row.account_id, changeId: row.change_id };
      data.push({
        ...place,
        at: row.at.toISOString(),
        reason: await openObjection(db, place, row.reason),
      });
    }
    return { data };
  },
});
