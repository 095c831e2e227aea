import { z } from "zod";

import { Failure } from "@/lib/gate/failure";
import { query } from "@/lib/gate/query";
import { ExportList } from "./export";
import { readExports } from "./rows";
import { viewOf } from "./view";

/** The copies of one's own data that were asked for, the newest first. */
export const listCopies = query("me.list_copies", {
  input: z.strictObject({}),
  output: ExportList,
  refuses: [],
  async run({ db, me }) {
    if (me.kind !== "user") throw new Failure("unauthenticated");
    const found = await readExports(db, { accountId: null, personId: me.personId }, me.accountId);
    return { data: found.map((one) => viewOf(me, one)), may: ["me.request_copy"] };
  },
});
