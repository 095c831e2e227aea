import { eq } from "drizzle-orm";
import { z } from "zod";

import { processorObjections } from "@/lib/db/schema";
import { clockOf } from "@/lib/gate/look";
import { query } from "@/lib/gate/query";
import { mayDo } from "@/lib/policy/policy";
import { accountOf } from "@/lib/policy/scope";
import { openObjection } from "./objection";
import { ProcessorNotice } from "./processor";
import { readRegister } from "./rows";

/** What is planned, with what this account has said to it, and whether it still can. */
export const listNotices = query("processor.list_notices", {
  input: z.strictObject({}),
  output: z
    .object({ data: z.array(ProcessorNotice) })
    .meta({ id: "ProcessorNotices", description: "Planned changes, as one account sees them" }),
  refuses: [],
  async run({ db, me }) {
    const accountId = accountOf(me);
    const now = await clockOf(db);
    const { changes } = await readRegister(db, now);
    const said = await db
      .select()
      .from(processorObjections)
      .where(eq(processorObjections.accountId, accountId));
    const data: ProcessorNotice[] = [];
    for (const change of changes.filter(({ state }) => state === "planned")) {
      const mine = said.find(({ changeId }) => changeId === change.id);
      const open = !mine && now < new Date(change.objectUntil);
      data.push({
        ...change,
        objection: mine
          ? { at: mine.at.toISOString(), reason: await openObjection(db, mine, mine.reason) }
          : null,
        may: open && mayDo["processor.object"](me, nobody) ? ["processor.object"] : [],
      });
    }
    return { data };
  },
});

/** The rule looks at who asks alone. */
const nobody = { id: "", role: "user", status: "active" } as const;
