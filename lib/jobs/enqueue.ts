import type { Database } from "@/lib/db/connection";
import type { RequestInfo } from "@/lib/gate/claim";
import { requestAtHand } from "@/lib/log";
import { traceAtHand } from "@/lib/traces";
import { installationVault } from "@/lib/vault/keyring";

/** Who asked to be erased, when, and whether they want the certificate by letter. */
export type Erasure = { personId: string; requestedAt: string; letter: boolean };

/** What jobs are handed: ids only, or sealed bytes. Nothing personal stands in the queue in clear. */
type Ids = {
  send_letter: { letterId: string };
  tell_of_support: { accountId: string; grantId: string; what: "request" | "start" | "end" };
  close_support: { accountId: string; grantId: string };
  erase_person: Erasure;
  deliver: { accountId: string; webhookId: string };
};
type Sealed = {
  reset_requested: { email: string; request: RequestInfo };
  sign_in_failed: { email: string; request: RequestInfo };
};
type SealedName = keyof Sealed;

const place = (name: SealedName) => ({ table: "jobs", column: "payload", row: name });

/** Puts a job into the queue, in the transaction at hand: it exists if and only if the change does. */
export async function enqueue<
  Name extends "send_letter" | "tell_of_support" | "close_support" | "erase_person",
>(db: Database, name: Name, payload: Ids[Name], at: Date | null = null): Promise<void> {
  await add(db, name, payload, at);
}

/** Puts a job into the queue that needs to know something personal. */
export async function enqueueSealed<Name extends SealedName>(
  db: Database,
  name: Name,
  payload: Sealed[Name],
): Promise<void> {
  const sealed = (await installationVault(db, "jobs")).sealJson(place(name), payload);
  await add(db, name, { sealed: sealed.toString("base64") });
}

export async function openSealed<Name extends SealedName>(
  db: Database,
  name: Name,
  payload: unknown,
): Promise<Sealed[Name]> {
  const { sealed } = payload as { sealed: string };
  return (await installationVault(db, "jobs")).openJson(place(name), Buffer.from(sealed, "base64"));
}

/**
 * Puts the next round of deliveries of an endpoint into the queue, once however often it is asked for: one that waits already
 * moves to the new time. Rounds of one endpoint are done one after the other, whoever does them.
 */
export async function enqueueDeliveries(
  db: Database,
  payload: Ids["deliver"],
  at: Date | null,
): Promise<void> {
  const name = `deliver:${payload.webhookId}`;
  await db.$client.query({
    name: "add_deliveries",
    text: "select castellan.add_job('deliver', $1::json, $2, coalesce($3, now()), $2)",
    values: [onBehalf(payload), name, at],
  });
}

/** Puts the making of deliveries of an account's messages into the queue; a change does the same in its own statement. */
export async function enqueueFanOut(db: Database, accountId: string): Promise<void> {
  const name = `fan_out:${accountId}`;
  await db.$client.query({
    name: "add_fan_out",
    text: "select castellan.add_job('fan_out', $1::json, $2, now(), $2)",
    values: [onBehalf({ accountId }), name],
  });
}

/** Puts the making of an archive into the queue. They are made one after the other, so that letters do not wait for them. */
export async function enqueueExport(
  db: Database,
  payload: { exportId: string; accountId: string | null; personId: string | null },
): Promise<void> {
  await db.$client.query({
    name: "add_export",
    text: "select castellan.add_job('make_export', $1::json, $2, now(), 'exports')",
    values: [onBehalf(payload), `make_export:${payload.exportId}`],
  });
}

/** Puts the removal of archives into the queue that nobody may have any more. */
export const enqueueSweep = (db: Database) => add(db, "sweep_exports", {});

const add = (db: Database, name: string, payload: object, at: Date | null = null) =>
  db.$client.query({
    name: "add_job",
    text: "select castellan.add_job($1, $2::json, null, coalesce($3, now()))",
    values: [name, onBehalf(payload), at],
  });

/** With the id of the request that causes the job, so that it can be followed (P40). */
export const onBehalf = (payload: object) =>
  JSON.stringify({ ...payload, requestId: requestAtHand(), trace: traceAtHand() });
