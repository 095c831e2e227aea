import { NOBODY } from "@/lib/db/schema/traffic";
import { query } from "@/lib/gate/query";
import { accountOf } from "@/lib/policy/scope";
import { keyNames } from "./names";
import { periodOf, readSums, Summing, type SumRow } from "./sum-up";
import { Overview, OverviewFilter, type Sums } from "./traffic";

const MOST = 10;

/** What goes in and out of the account: how much, how well, how fast; for what, and by whom (P38). */
export const showOverview = query("traffic.overview", {
  input: OverviewFilter,
  output: Overview,
  refuses: [],
  async run({ db, me, input: { period } }) {
    const accountId = accountOf(me);
    const { span, steps } = periodOf[period];
    const { rows: clock } = await db.$client.query<{ now: Date }>({
      name: "clock",
      text: "select now() as now",
    });
    const to = (Math.floor(clock[0]!.now.getTime() / 1_000 / span) + 1) * span;
    const from = to - steps * span;
    const rows = await readSums(db, accountId, span, moment(from), moment(to));
    const calls = rows.filter(({ kind }) => kind === "call");
    const attempts = rows.filter(({ kind }) => kind === "webhook");

    const all = by(calls, () => "");
    const times = by(calls, ({ at }) => at.toISOString());
    const operations = by(calls, ({ operation }) => operation).all();
    const keys = top(by(calls, ({ subject_id: id }) => id).all());
    const names = await keyNames(
      db,
      accountId,
      keys.map(([id]) => (id === NOBODY ? null : id)),
    );
    return {
      period,
      from: moment(from).toISOString(),
      to: moment(to).toISOString(),
      span,
      total: {
        ...all.of(""),
        bytesIn: bytes(calls, "bytes_in"),
        bytesOut: bytes(calls, "bytes_out"),
      },
      buckets: Array.from({ length: steps }, (_, step) => {
        const at = moment(from + step * span).toISOString();
        return { at, ...times.of(at) };
      }),
      operations: top(operations).map(([operation, sums]) => ({ operation, ...sums })),
      keys: keys.map(([id, sums]) => ({
        key: id === NOBODY ? null : { id, name: names.get(id) ?? null },
        ...sums,
      })),
      slowest: operations
        .toSorted(([, a], [, b]) => b.p99! - a.p99!)
        .slice(0, MOST)
        .map(([operation, sums]) => ({ operation, ...sums })),
      webhooks: by(attempts, () => "").of(""),
      endpoints: top(by(attempts, ({ subject_id: id }) => id).all()).map(([webhookId, sums]) => ({
        webhookId,
        ...sums,
      })),
    };
  },
});

function by(rows: readonly SumRow[], groupOf: (row: SumRow) => string): Summing {
  const summing = new Summing();
  for (const row of rows) summing.add(groupOf(row), row);
  return summing;
}

const top = (groups: [string, Sums][]) =>
  groups.toSorted(([, a], [, b]) => b.calls - a.calls).slice(0, MOST);

const bytes = (rows: readonly SumRow[], which: "bytes_in" | "bytes_out") =>
  rows.reduce((sum, row) => sum + Number(row[which]), 0);

const moment = (seconds: number) => new Date(seconds * 1_000);
