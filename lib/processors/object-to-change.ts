import { and, eq } from "drizzle-orm";
import { z } from "zod";

import { findAccount } from "@/lib/accounts/rows";
import { processorObjections } from "@/lib/db/schema";
import { command } from "@/lib/gate/command";
import { Failure } from "@/lib/gate/failure";
import { actorIdOf } from "@/lib/policy/actor";
import { line } from "@/lib/shapes/line";
import { ChangeId } from "./processor";
import { sealObjection } from "./objection";
import { readRegister } from "./rows";

/**
 * An owner objects to a planned change, with the reason. The operator reads it and answers; until they do, the change stands as
 * planned (P46). Once an account has objected, that stays.
 */
export const objectToChange = command("processor.object", {
  input: z.strictObject({
    changeId: ChangeId,
    reason: line(500, "Say why, so that the operator can answer."),
  }),
  refuses: ["not_planned", "window_over", "already_objected"],
  target: findAccount,
  async run({ db, me, target, input: { changeId, reason }, now }) {
    const { changes } = await readRegister(db, now);
    const change = changes.find(({ id }) => id === changeId);
    if (!change) throw new Failure("not_found");
    if (change.state !== "planned") throw new Failure("not_planned");
    if (now >= new Date(change.objectUntil)) throw new Failure("window_over");
    const place = { accountId: target.id, changeId };
    const [before] = await db
      .select({ at: processorObjections.at })
      .from(processorObjections)
      .where(
        and(
          eq(processorObjections.accountId, target.id),
          eq(processorObjections.changeId, changeId),
        ),
      );
    if (before) throw new Failure("already_objected");
    await db
      .insert(processorObjections)
      .values({ ...place, userId: actorIdOf(me)!, reason: await sealObjection(db, place, reason) });
    return {
      value: null,
      told: { object: target, particulars: { processor: change.processor.name, reason, changeId } },
    };
  },
});
