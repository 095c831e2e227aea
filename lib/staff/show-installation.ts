import { eq } from "drizzle-orm";
import { z } from "zod";

import type { Database } from "@/lib/db/connection";
import { daily } from "@/lib/db/partitions";
import { installation, installationKeys, settings } from "@/lib/db/schema";
import { call } from "@/lib/db/scope";
import { readEnv } from "@/lib/env";
import { query } from "@/lib/gate/query";
import { readLocations } from "@/lib/locations/rows";
import { straysIn } from "@/lib/locations/strays";
import { Installation } from "./installation";

type Counted = { kind: string; state: string; n: number; oldest: Date | null };
type Queue = { due: number; oldest: Date | null; given_up: number };

/** How the installation stands: what there is of everything, what waits, and what the last clean-ups left. */
export const showInstallation = query("installation.show", {
  input: z.strictObject({}),
  output: Installation,
  refuses: [],
  async run({ db }) {
    const counted = await call<Counted>(db, "installation_counts");
    const [queue] = await call<Queue>(db, "queue_state");
    const { rows: server } = await db.$client.query<{ server_version: string }>(
      "show server_version",
    );
    const [root] = await db
      .select({ id: installationKeys.rootKeyId })
      .from(installationKeys)
      .where(eq(installationKeys.purpose, "check"));
    const [marked] = await db.select().from(installation);
    const [set] = await db.select({ days: settings.callRetentionDays }).from(settings);
    return {
      environment: {
        name: marked!.environment,
        since: marked!.markedAt.toISOString(),
        installationId: marked!.installationId,
      },
      versions: { database: server[0]!.server_version, rootKey: root!.id },
      counts: counted
        .map(({ kind, state, n, oldest }) => ({ kind, state, count: n, oldest: told(oldest) }))
        .filter(({ count }) => count > 0),
      queue: { due: queue!.due, givenUp: queue!.given_up, oldest: told(queue!.oldest) },
      alarms: await alarmsOf(db),
      retentionDays: set!.days,
      partitions: await partitionsOf(db),
    };
  },
});

/** What was kept from leaving within a day, and where the register of locations contradicts the configuration. */
async function alarmsOf(db: Database): Promise<string[]> {
  const { rows } = await db.$client.query<{ n: number; now: Date }>(
    `select count(*)::int as n, now() as now from installation_log
     where action = 'processor.note_blocked' and at > now() - interval '1 day'`,
  );
  const { n, now } = rows[0]!;
  const blocked =
    n > 0
      ? [
          `Something was kept from leaving, ${n === 1 ? "once" : `${n} times`} in the last day. Whoever has the role security reads in the log what it was.`,
        ]
      : [];
  return [...blocked, ...straysIn(await readLocations(db, now), readEnv(process.env))];
}

type Partitioned = {
  table: string;
  days: number;
  from: string | null;
  to: string | null;
  rows: number;
  cleaned_at: Date | null;
  dropped: number | null;
  kept_since: Date | null;
};

/** The tables that live in days: how many there are, about how much is in them, and the last clean-up of each. */
async function partitionsOf(db: Database): Promise<Installation["partitions"]> {
  const { rows } = await db.$client.query<Partitioned>(
    `select t.name as "table", p.days, p.from, p.to, p.rows, c.at as cleaned_at, c.dropped, c.kept_since
     from unnest($1::text[]) t (name)
     cross join lateral (
       select count(*)::int as days, replace(min(right(c.relname, 10)), '_', '-') as "from",
         replace(max(right(c.relname, 10)), '_', '-') as "to", coalesce(sum(greatest(c.reltuples, 0)), 0)::float8 as rows
       from pg_inherits i join pg_class c on c.oid = i.inhrelid
       where i.inhparent = to_regclass('public.' || t.name)) p
     left join lateral (
       select at, dropped, kept_since from cleanups where kind = t.name order by at desc limit 1) c on true`,
    [daily],
  );
  return rows.map(({ cleaned_at: cleanedAt, kept_since: keptSince, ...row }) => ({
    ...row,
    cleanedAt: told(cleanedAt),
    keptSince: told(keptSince),
  }));
}

const told = (at: Date | null) => at?.toISOString() ?? null;
