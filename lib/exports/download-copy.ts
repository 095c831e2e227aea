import { z } from "zod";

import { command } from "@/lib/gate/command";
import { Failure } from "@/lib/gate/failure";
import { insistOnProof, proofOf } from "@/lib/passwords/prove-again";
import { toldBy } from "@/lib/sessions/told";
import { ExportFile, ExportId } from "./export";
import { findCopy } from "./find";
import { take } from "./take";

/** Fetches the copy of one's own data, with one's password given now or within the last ten minutes. */
export const downloadCopy = command("me.download_copy", {
  input: z.strictObject({ exportId: ExportId, password: z.string().max(1_024).optional() }),
  output: ExportFile,
  refuses: ["export_not_ready", "wrong_password", "step_up_required", "busy"],
  target: findCopy,
  prepare: ({ password }, me) => proofOf(me, password),
  async run({ db, me, target, prepared: proof, now }) {
    if (me.kind !== "user") throw new Failure("forbidden");
    const file = await take(db, target, "my-data");
    await insistOnProof(db, me, proof, now);
    return { value: file, told: toldBy(me) };
  },
});
