import { desc, isNull, or, sql } from "drizzle-orm";
import { z } from "zod";

import { Hold } from "@/lib/closures/closure";
import type { Database } from "@/lib/db/connection";
import { purges } from "@/lib/db/schema";
import { asApplication, call } from "@/lib/db/scope";
import { query } from "@/lib/gate/query";
import { Instant } from "@/lib/users/user";

const ClosingAccount = z.object({
  accountId: z.uuid(),
  state: z.enum(["waiting", "cooling", "sealed"]),
  requestedAt: Instant,
  coolingEndsAt: Instant.nullable(),
  onRequest: z.boolean(),
  dueAt: Instant.nullable(),
  users: z.int(),
});
export type ClosingAccount = z.infer<typeof ClosingAccount>;

const Purge = z.object({
  id: z.uuid(),
  kind: z.enum(["account", "person", "user"]),
  accountId: z.uuid().nullable(),
  startedAt: Instant,
  finishedAt: Instant.nullable(),
  rows: z.int().meta({ description: "Rows deleted so far" }),
  goneBy: Instant.nullable(),
  goneAt: Instant.nullable(),
});
export type PurgeView = z.infer<typeof Purge>;

const Board = z
  .object({
    every: z.int().meta({ description: "Days between two clean-ups" }),
    next: Instant,
    last: Instant.nullable(),
    closing: z.array(ClosingAccount),
    holds: z.array(Hold.extend({ accountId: z.uuid() })),
    purges: z.array(Purge),
  })
  .meta({ id: "Cleanup", description: "What is closing, sealed, held and purged; ids and times" });
export type CleanupBoard = z.infer<typeof Board>;

type Row = {
  account_id: string;
  requested_at: Date;
  cooling_ends_at: Date | null;
  on_request: boolean;
  due_at: Date | null;
  users: number;
};
type HoldRow = {
  account_id: string;
  id: string;
  category: "legal" | "evidence";
  placed_at: Date;
  until: Date;
};

/** Which accounts are closing, sealed and held, when each is purged, and what was destroyed (P64, P66). */
export const showCleanup = query("installation.show_cleanup", {
  input: z.strictObject({}),
  output: Board,
  refuses: [],
  async run({ db }): Promise<CleanupBoard> {
    asApplication(db); // functions for the staff alone tell what may be told
    const { every, next, last, now } = await schedule(db);
    const closing = await call<Row>(db, "closing_accounts");
    const held = await call<HoldRow>(db, "live_holds");
    return {
      every,
      next: next.toISOString(),
      last: last?.toISOString() ?? null,
      closing: closing.map((one) => ({
        accountId: one.account_id,
        state: !one.cooling_ends_at ? "waiting" : one.cooling_ends_at <= now ? "sealed" : "cooling",
        requestedAt: one.requested_at.toISOString(),
        coolingEndsAt: one.cooling_ends_at?.toISOString() ?? null,
        onRequest: one.on_request,
        dueAt: one.due_at?.toISOString() ?? null,
        users: one.users,
      })),
      holds: held.map(({ account_id: accountId, id, category, placed_at: placedAt, until }) => ({
        ...{ accountId, id, category },
        placedAt: placedAt.toISOString(),
        until: until.toISOString(),
      })),
      purges: await purgesOf(db),
    };
  },
});

type Schedule = { every: number; next: Date; last: Date | null; now: Date };

async function schedule(db: Database): Promise<Schedule> {
  const { rows } = await db.$client.query<Schedule>(
    `select cleanup_every_days as every, castellan.cleanup_after(now()) as next, now() as now,
       (select max(at) from cleanups where kind = 'accounts') as last from settings`,
  );
  return rows[0]!;
}

/** Those of accounts and persons, and whatever else backups still hold. */
async function purgesOf(db: Database): Promise<PurgeView[]> {
  const rows = await db
    .select({
      id: purges.id,
      kind: purges.kind,
      accountId: purges.accountId,
      startedAt: purges.startedAt,
      finishedAt: purges.finishedAt,
      goneBy: purges.goneBy,
      goneAt: purges.goneAt,
      rows: sql<number>`(select coalesce(sum(r.rows), 0)::int from purge_runs r where r.purge_id = ${purges.id})`,
    })
    .from(purges)
    .where(or(isNull(purges.goneAt), sql`${purges.kind} <> 'user'`))
    .orderBy(desc(purges.startedAt))
    .limit(100);
  return rows.map(({ startedAt, finishedAt, goneBy, goneAt, ...row }) => ({
    ...row,
    startedAt: startedAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
    goneBy: goneBy?.toISOString() ?? null,
    goneAt: goneAt?.toISOString() ?? null,
  }));
}
