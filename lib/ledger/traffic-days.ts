import type { Database } from "@/lib/db/connection";
import { type DaySum, type DaySums, dayOf, type Span, wholeDays } from "./daily";

/** Sums are looked through no more than this many at once. */
const LOOKED_AT = 3_000;

/** The sum of a day: of calls to one operation with one key, or of attempts of one topic to one receiver. */
type Row = {
  at: Date;
  operation: string;
  subject_id: string;
  calls: number;
  refused: number;
  failed: number;
  limited: number;
};

/** Reads the sums of traffic that are kept anyway, as sums of the ledger. */
export async function trafficDays(
  db: Database,
  accountId: string,
  kind: "call" | "webhook",
  { first, last }: Span,
  sumOf: (row: Row) => Omit<DaySum, "day"> | null,
): Promise<DaySums> {
  const { rows } = await db.$client.query<Row>({
    name: "ledger_days",
    text: `select ${columns} from traffic_rollups
      where account_id = $1 and kind = $2 and span = 86400 and at >= $3 and at <= $4
      order by at desc limit $5`,
    values: [accountId, kind, first, last, LOOKED_AT],
  });
  // Every row counts for how deep was looked, also one that the ledger leaves out.
  const sums = rows.map((row) => ({ day: dayOf(row.at), ...(sumOf(row) ?? nothing) }));
  const found = wholeDays(sums, rows.length === LOOKED_AT);
  if ("deepest" in found) return { ...found, sums: found.sums.filter(({ count }) => count > 0) };
  const { rows: all } = await db.$client.query<Row>({
    name: "ledger_day",
    text: `select ${columns} from traffic_rollups
      where account_id = $1 and kind = $2 and span = 86400 and at = $3`,
    values: [accountId, kind, `${found.onlyDay}T00:00:00Z`],
  });
  const day = found.onlyDay;
  return {
    sums: all
      .flatMap((row) => ({ day, ...(sumOf(row) ?? nothing) }))
      .filter((one) => one.count > 0),
    deepest: day,
  };
}

const nothing = { subject: "", part: "", count: 0 };

const columns = "at, operation, subject_id, calls, refused, failed, limited";
