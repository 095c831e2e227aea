import { z } from "zod";

import { command } from "@/lib/gate/command";
import { Failure } from "@/lib/gate/failure";
import { insistOnProof, proofOf } from "@/lib/passwords/prove-again";
import { ExportFile, ExportId } from "./export";
import { findArchive } from "./find";
import { take } from "./take";

/**
 * Fetches the take-out archive. Every time is told in the activity. The owner gives their password, now or within the last
 * ten minutes.
 */
export const downloadExport = command("export.download", {
  input: z.strictObject({ exportId: ExportId, password: z.string().max(1_024).optional() }),
  output: ExportFile,
  refuses: ["export_not_ready", "wrong_password", "step_up_required", "busy"],
  target: findArchive,
  prepare: ({ password }, me) => proofOf(me, password),
  async run({ db, me, target, prepared: proof, now }) {
    if (me.kind !== "user") throw new Failure("forbidden");
    const file = await take(db, target, "take-out");
    await insistOnProof(db, me, proof, now);
    return { value: file, told: { object: target, particulars: { bytes: file.bytes } } };
  },
});
