import type { Database } from "@/lib/db/connection";
import { installationVault } from "@/lib/vault/keyring";

type Place = { accountId: string; changeId: string };

const placeOf = ({ accountId, changeId }: Place) => ({
  table: "processor_objections",
  column: "reason",
  row: `${accountId}/${changeId}`,
});

/** An objection is meant for the operator, so it is sealed with a key of the installation. */
export const sealObjection = async (db: Database, place: Place, reason: string): Promise<Buffer> =>
  (await installationVault(db, "objections")).seal(placeOf(place), reason);

export const openObjection = async (db: Database, place: Place, sealed: Buffer): Promise<string> =>
  (await installationVault(db, "objections")).open(placeOf(place), sealed);
