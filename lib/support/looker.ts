import { randomUUID } from "node:crypto";

import { ask } from "@/lib/gate/ask";
import { execute } from "@/lib/gate/execute";
import { sessionClaim } from "@/lib/gate/from-request";
import { editUser } from "@/lib/users/edit-user";
import { listUsers } from "@/lib/users/list-users";

/** A session of support, and whom it goes on changing. */
export type Looking = { token: string; userId: string };
/** When each request began, by this machine's clock, and how it ended. */
export type Looked = { begunAt: number; code: string }[];

const TOGETHER = 4;

// A process of its own that looks and changes, several requests at once, until each has been refused ten times.
process.on("message", (looking: Looking) => {
  void Promise.all(Array.from({ length: TOGETHER }, (_, turn) => goOn(looking, turn))).then(
    (looked) => process.send!(looked.flat()),
  );
});
process.on("disconnect", () => process.exit(0));
process.send!("ready");

async function goOn({ token, userId }: Looking, turn: number): Promise<Looked> {
  const looked: Looked = [];
  for (let refused = 0, round = 0; refused < 10; round++) {
    const begunAt = Date.now();
    const request = { id: randomUUID(), source: "panel", ip: null, userAgent: null } as const;
    const claim = sessionClaim(token, request);
    const outcome =
      turn % 2 === 0
        ? await ask(listUsers, claim, {})
        : await execute(editUser, claim, { userId, title: `Title ${turn} ${round}` });
    if (!outcome.ok && outcome.code === "grant_ended") refused++;
    looked.push({ begunAt, code: outcome.ok ? "ok" : outcome.code });
    if (round === 20) process.send!("busy");
  }
  return looked;
}
