import { Readable } from "node:stream";

import { inTransaction } from "@/lib/db/connection";
import { enterScope } from "@/lib/db/scope";
import { EXPORT_DAYS } from "@/lib/exports/export";
import { writeFile } from "@/lib/exports/file";
import {
  beginRun,
  finishRun,
  insertExport,
  removalsSeen,
  type Whose,
  withdraw,
} from "@/lib/exports/rows";
import { newRequestId } from "@/lib/gate/claim";

/** An archive that is ready, with a file of these bytes; it replaces what was there, as a real one does. */
export async function stageExport(
  whose: Whose,
  requestedBy: string,
  content = "an archive",
): Promise<string> {
  return inTransaction(async (db) => {
    await enterScope(db, whose.accountId, whose.personId);
    await withdraw(db, whose);
    const id = await insertExport(db, whose, { requestedBy, requestId: newRequestId() });
    const run = (await beginRun(db, whose, id))!;
    const made = await writeFile(run, Readable.from([Buffer.from(content)]));
    const seen = await removalsSeen(db, false);
    await finishRun(db, whose, { id, run }, { ...made, rows: 1, keptDays: EXPORT_DAYS, seen });
    return id;
  });
}
