import type pg from "pg";

import { purgeAccount } from "@/lib/closures/purge-account";
import { inTransaction } from "@/lib/db/connection";
import { newId } from "@/lib/db/id";
import { call } from "@/lib/db/scope";
import { jobClaim } from "@/lib/gate/claim";
import { execute } from "@/lib/gate/execute";
import { log } from "@/lib/log";
import { confirmGone } from "./confirm-gone";
import { runPurges } from "./run-purge";
import { sendCertificates } from "./send-certificates";

const TURN = 0x6c65_6176;

/**
 * Every minute: begins the purges that are due, goes on with those that were begun, confirms what no backup holds any more, and sends
 * certificates. Of several workers one takes the turn.
 */
export async function keepLeaving(owner: pg.Pool): Promise<void> {
  const client = await owner.connect();
  try {
    const { rows } = await client.query<{ mine: boolean }>(
      "select pg_try_advisory_lock($1) as mine",
      [TURN],
    );
    if (!rows[0]!.mine) return;
    try {
      await beginPurges(client);
      await runPurges(client);
      await confirmGone(client);
      await sendCertificates();
    } finally {
      await client.query("select pg_advisory_unlock($1)", [TURN]);
    }
  } finally {
    client.release();
  }
}

async function beginPurges(client: pg.ClientBase): Promise<void> {
  const due = await inTransaction((db) => call<{ due_purges: string }>(db, "due_purges"));
  for (const { due_purges: accountId } of due) {
    const outcome = await execute(purgeAccount, jobClaim(null), { accountId });
    if (!outcome.ok)
      log.warn({ code: outcome.code, requestId: outcome.requestId }, "a purge was not begun");
  }
  if (due.length)
    await client.query("insert into cleanups (id, kind, dropped) values ($1, 'accounts', $2)", [
      newId(),
      due.length,
    ]);
}
