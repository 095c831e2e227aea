import type { Database } from "@/lib/db/connection";
import { Failure } from "@/lib/gate/failure";
import type { ExportFile } from "./export";
import { isThere } from "./file";
import type { FoundExport } from "./find";
import { takeKey } from "./rows";

/**
 * What it takes to send an archive to the one who may have it. Refused with `export_not_ready` while it is made, when its
 * days are over, and when the file is not on this machine.
 */
export async function take(
  db: Database,
  { row, expired }: FoundExport,
  name: string,
): Promise<ExportFile> {
  const { run, bytes, endedAt } = row;
  if (row.state !== "ready" || expired || !run || !isThere(run))
    throw new Failure("export_not_ready");
  const key = await takeKey(db, row);
  return { run, key, bytes: bytes!, name: `${name}-${endedAt!.toISOString().slice(0, 10)}.zip` };
}
