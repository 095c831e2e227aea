import type pg from "pg";

import { inTransaction } from "@/lib/db/connection";
import { log } from "@/lib/log";
import { certificateSigner } from "./signing";
import { canonical, type Confirmation } from "./statement";

type Waiting = { id: string; object_id: string; now: Date; oldest: Date | null };

/**
 * Confirms, by a second signed statement, what no backup holds any more (P66): the oldest full that is left was begun after the purge
 * was over, and the inventory was looked at since. Where no backups are made, that is at once.
 *
 * @param client the owner of the tables
 */
export async function confirmGone(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<Waiting>(
    `select p.id, p.object_id, now() as now, b.oldest
     from purges p cross join (select min(started_at) as oldest from backups where state = 'whole') b
     where p.finished_at is not null and p.gone_at is null and coalesce(b.oldest > p.finished_at, true)
       and (p.gone_by is null or exists (select from backup_state s where s.checked_at > p.finished_at + interval '1 day'))`,
  );
  for (const { id, object_id: object, now, oldest } of rows) {
    const { statement, signature } = await inTransaction(async (db) => {
      const { signer, sign } = await certificateSigner(db);
      const confirmation: Confirmation = {
        what: "castellan deletion confirmation",
        format: 1,
        certificate: id,
        object,
        confirmedAt: now.toISOString(),
        oldestBackup: oldest?.toISOString() ?? null,
        signer,
      };
      return { statement: canonical(confirmation), signature: sign(confirmation) };
    }, "read");
    await client.query(
      `update purges set gone_at = $2, confirmation = $3, confirmation_signature = $4
       where id = $1 and gone_at is null`,
      [id, now, statement, signature],
    );
    log.info({ purgeId: id }, "no backup holds it any more");
  }
}
