import { z } from "zod";

import { nobody } from "@/lib/gate/look";
import { query } from "@/lib/gate/query";
import { mayDo } from "@/lib/policy/policy";
import { accountOf } from "@/lib/policy/scope";
import { ExportList } from "./export";
import { readExports } from "./rows";
import { viewOf } from "./view";

/** The take-out archives that were asked for, the newest first. */
export const listExports = query("export.list", {
  input: z.strictObject({}),
  output: ExportList,
  refuses: [],
  async run({ db, me }) {
    const accountId = accountOf(me);
    const found = await readExports(db, { accountId, personId: null }, accountId);
    return {
      data: found.map((one) => viewOf(me, one)),
      may: mayDo["export.request"](me, nobody) ? ["export.request"] : [],
    };
  },
});
