import type { ClientBase, Pool } from "pg";

import { newId } from "./id";

/** The tables that live in days, and are dropped by the day after the operator's retention. */
export const daily = ["api_calls", "webhook_attempts"] as const;

/** Makes the months of activity and the days of traffic that will be needed next. The owner of the tables does it. */
export async function makePartitions(owner: ClientBase | Pool): Promise<void> {
  await owner.query(
    "select castellan.make_activity_months((now() - interval '1 month')::date, (now() + interval '13 months')::date)",
  );
  for (const table of daily) {
    await owner.query(
      "select castellan.make_days($1, (now() - interval '2 days')::date, (now() + interval '14 days')::date)",
      [table],
    );
  }
}

/** Drops the days of traffic that are past the retention, and notes that this was done (P36). */
export async function dropOldPartitions(owner: ClientBase | Pool): Promise<void> {
  for (const table of daily)
    await owner.query("select castellan.drop_days($1, $2)", [table, newId()]);
}
