import { z } from "zod";

import { command } from "@/lib/gate/command";
import { Failure } from "@/lib/gate/failure";
import { enqueueSweep } from "@/lib/jobs/enqueue";
import { ExportId } from "./export";
import { findArchive } from "./find";
import { whoseIs, withdraw } from "./rows";

/** Stops the making of an archive, or deletes one that is ready: nobody opens it from now on. */
export const cancelExport = command("export.cancel", {
  input: z.strictObject({ exportId: ExportId }),
  refuses: ["export_over"],
  target: findArchive,
  async run({ db, target }) {
    const { row } = target;
    if (!(await withdraw(db, whoseIs(row), row.id))) throw new Failure("export_over");
    await enqueueSweep(db);
    return {
      value: null,
      told: { object: target, particulars: { ready: row.state === "ready" } },
    };
  },
});
