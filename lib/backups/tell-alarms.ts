import type { ClientBase } from "pg";

import { day } from "@/lib/clock";
import { inTransaction } from "@/lib/db/connection";
import { call, enterScope } from "@/lib/db/scope";
import { newRequestId } from "@/lib/gate/claim";
import { letters } from "@/lib/mail/letters";
import { post } from "@/lib/mail/post";
import { type AlarmKind, sayAlarm } from "./alarms";

/**
 * Keeps note of what is wrong, and tells the operator's technical people by letter: when it begins, and every day it
 * stays.
 *
 * @param client the owner of the tables
 * @param origin where the operator's page is
 */
export async function tellAlarms(
  client: ClientBase,
  alarms: AlarmKind[],
  origin: string,
  now: Date,
): Promise<void> {
  await client.query("delete from backup_alarms where not kind = any ($1)", [alarms]);
  for (const kind of alarms)
    await client.query(
      "insert into backup_alarms (kind, since) values ($1, $2) on conflict do nothing",
      [kind, now],
    );
  const { rows } = await client.query<{ kind: AlarmKind }>(
    "select kind from backup_alarms where told_at is null or told_at < $1",
    [new Date(now.getTime() - day)],
  );
  if (!rows.length) return;
  const told = await inTransaction(async (db) => {
    const staff = await call<{ person_id: string }>(db, "technical_staff");
    for (const { person_id: personId } of staff) {
      await enterScope(db, null, personId);
      const troubles = rows.map(({ kind }) => sayAlarm(kind));
      const url = `${origin}/operator/backups`;
      await post(db, {
        personId,
        kind: "backupAlarm",
        text: letters.backupAlarm({ troubles, url }),
        requestId: newRequestId(),
      });
    }
    return staff.length;
  });
  if (told)
    await client.query("update backup_alarms set told_at = $1 where kind = any ($2)", [
      now,
      rows.map(({ kind }) => kind),
    ]);
}
