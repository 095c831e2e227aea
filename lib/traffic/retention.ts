import type { Database } from "@/lib/db/connection";
import type { CallPage } from "./traffic";

/** How long calls are kept, and what the last clean-up has left (P36). */
export async function retentionOf(db: Database): Promise<CallPage["kept"]> {
  const { rows } = await db.$client.query<{
    days: number;
    kept_since: Date | null;
    at: Date | null;
  }>({
    name: "call_retention",
    text: `select s.call_retention_days as days, c.kept_since, c.at from settings s
      left join lateral (select kept_since, at from cleanups where kind = 'api_calls' order by at desc limit 1) c on true`,
  });
  const { days, kept_since: since, at } = rows[0]!;
  return { days, since: since?.toISOString() ?? null, cleanedAt: at?.toISOString() ?? null };
}
