import { NOBODY } from "@/lib/db/schema/traffic";
import { query } from "@/lib/gate/query";
import { accountOf } from "@/lib/policy/scope";
import { keyNames } from "./names";
import { by, overviewOf, top, windowOf } from "./overview";
import { readSums } from "./sum-up";
import { Overview, OverviewFilter } from "./traffic";

/** What goes in and out of the account: how much, how well, how fast; for what, and by whom (P38). */
export const showOverview = query("traffic.overview", {
  input: OverviewFilter,
  output: Overview,
  refuses: [],
  async run({ db, me, input: { period } }) {
    const accountId = accountOf(me);
    const window = await windowOf(db, period);
    const rows = await readSums(db, accountId, window.span, window.from, window.to);
    const calls = rows.filter(({ kind }) => kind === "call");
    const attempts = rows.filter(({ kind }) => kind === "webhook");
    const keys = top(by(calls, ({ subject_id: id }) => id).all());
    const names = await keyNames(
      db,
      accountId,
      keys.map(([id]) => (id === NOBODY ? null : id)),
    );
    return {
      ...overviewOf(rows, window),
      keys: keys.map(([id, sums]) => ({
        key: id === NOBODY ? null : { id, name: names.get(id) ?? null },
        ...sums,
      })),
      endpoints: top(by(attempts, ({ subject_id: id }) => id).all()).map(([webhookId, sums]) => ({
        webhookId,
        ...sums,
      })),
    };
  },
});
