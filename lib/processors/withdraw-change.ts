import { z } from "zod";

import { command } from "@/lib/gate/command";
import { Failure } from "@/lib/gate/failure";
import { enqueueNotices } from "@/lib/notices/enqueue-notices";
import { ChangeId } from "./processor";
import { readRegister } from "./rows";

/** Withdraws a change before it takes effect. The owners who were told of it are told of that too. */
export const withdrawChange = command("processor.withdraw", {
  input: z.strictObject({ changeId: ChangeId }),
  refuses: ["not_found", "not_planned"],
  async run({ db, input: { changeId }, now }) {
    const { changes } = await readRegister(db, now);
    const change = changes.find(({ id }) => id === changeId);
    if (!change) throw new Failure("not_found");
    if (change.state !== "planned") throw new Failure("not_planned");
    await db.$client.query("update processor_changes set withdrawn_at = now() where id = $1", [
      changeId,
    ]);
    await enqueueNotices(db, "processor", changeId);
    const { id, name } = change.processor;
    return { value: null, told: { logged: { id, name }, particulars: { changeId } } };
  },
});
