import type { Database } from "@/lib/db/connection";
import type { RequestInfo } from "@/lib/gate/claim";
import { installationVault } from "@/lib/vault/keyring";

/** What jobs are handed: ids only, or sealed bytes. Nothing personal stands in the queue in clear. */
type Ids = { send_letter: { letterId: string } };
type Sealed = {
  reset_requested: { email: string; request: RequestInfo };
  sign_in_failed: { email: string; request: RequestInfo };
};
type SealedName = keyof Sealed;

const place = (name: SealedName) => ({ table: "jobs", column: "payload", row: name });

/** Puts a job into the queue, in the transaction at hand: it exists if and only if the change does. */
export async function enqueue<Name extends keyof Ids>(
  db: Database,
  name: Name,
  payload: Ids[Name],
): Promise<void> {
  await add(db, name, payload);
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

const add = (db: Database, name: string, payload: object) =>
  db.$client.query({
    name: "add_job",
    text: "select castellan.add_job($1, $2::json, null, now())",
    values: [name, JSON.stringify(payload)],
  });
