import { query } from "@/lib/gate/query";
import { accountOf } from "@/lib/policy/scope";
import { LedgerFilter, LedgerPage } from "./ledger";
import { pageOf, sourcesFor } from "./read";

/** Who touched the account's data from outside its ordinary use, how often and why, in one list (P39, P44, P78). */
export const listLedger = query("ledger.list", {
  input: LedgerFilter,
  output: LedgerPage,
  refuses: [],
  async run({ db, me, input }) {
    const accountId = accountOf(me);
    const { kind, who, from, to, each } = input;
    const streams = sourcesFor(input).map((source) => ({
      name: source.kind,
      read: (before: { at: string; id: string } | null, limit: number) =>
        source.read(db, { accountId, before, from, to, who, each, limit, about: null }),
    }));
    const bound = JSON.stringify(["ledger", accountId, kind, who, from, to, each]);
    const { found, ...page } = await pageOf(db, bound, streams, input);
    return { data: found.map(({ line }) => line), ...page };
  },
});
