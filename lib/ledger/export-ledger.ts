import { z } from "zod";

import { accountName } from "@/lib/accounts/rows";
import { command } from "@/lib/gate/command";
import { accountOf } from "@/lib/policy/scope";
import { LedgerFilter } from "./ledger";

export const ExportOfLedger = LedgerFilter.omit({ limit: true, cursor: true }).extend({
  format: z.enum(["csv", "json"], "Choose csv or json."),
});

/** Tells that somebody takes the ledger along; the lines themselves are read page by page on their way out. */
export const exportLedger = command("ledger.export", {
  input: ExportOfLedger,
  refuses: [],
  async run({ db, me, input }) {
    const id = accountOf(me);
    return {
      value: null,
      told: {
        object: { kind: "account", id, name: await accountName(db, id) },
        particulars: input,
      },
    };
  },
});
