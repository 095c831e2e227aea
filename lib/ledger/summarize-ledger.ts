import { z } from "zod";

import { day } from "@/lib/clock";
import { query } from "@/lib/gate/query";
import { accountOf } from "@/lib/policy/scope";
import { LedgerSummary } from "./ledger";
import { sourcesFor } from "./read";

const DAYS = 30;
/** More lines of one kind are not counted one by one. */
const COUNTED = 200;

/** How often the account's data was touched in the last thirty days, by kind. */
export const summarizeLedger = query("ledger.summarize", {
  input: z.strictObject({}),
  output: LedgerSummary,
  refuses: [],
  async run({ db, me }) {
    const accountId = accountOf(me);
    const { rows } = await db.$client.query<{ now: Date }>("select now() as now");
    const from = new Date(rows[0]!.now.getTime() - DAYS * day);
    const kinds: LedgerSummary["kinds"] = [];
    for (const { kind, read } of sourcesFor({})) {
      const asked = { accountId, before: null, from, limit: COUNTED, about: null };
      const { lines, reached } = await read(db, asked);
      const count = lines.reduce((sum, line) => sum + line.count, 0);
      kinds.push({ kind, count, atLeast: reached !== null });
    }
    return { from: from.toISOString(), kinds };
  },
});
