import { randomUUID } from "node:crypto";

import { appPool, codeOf } from "@/lib/db/connection";
import { execute } from "@/lib/gate/execute";
import { sessionClaim } from "@/lib/gate/from-request";
import { deleteUser } from "@/lib/users/delete-user";
import { leaveAccount } from "@/lib/users/leave-account";
import { pauseUser } from "@/lib/users/pause-user";
import { releaseOwnership } from "./release-ownership";

/** One owner's try to end an ownership, through the gate or past it. */
export type Move = {
  how: "release" | "pause" | "delete" | "leave" | "raw";
  /** of the session that tries */
  token: string;
  accountId: string;
  userId: string;
  statement: string;
  isolation: string;
};

const verbs = { release: releaseOwnership, pause: pauseUser, delete: deleteUser };

// A process of its own that makes the moves it is sent, all at once, and tells how each ended.
process.on("message", (moves: Move[]) => {
  void Promise.all(moves.map(make)).then((results) => process.send!(results));
});
process.on("disconnect", () => process.exit(0));
process.send!("ready");

async function make(move: Move): Promise<string> {
  if (move.how === "raw") return raw(move);
  const claim = sessionClaim(move.token, {
    id: randomUUID(),
    source: "api",
    ip: null,
    userAgent: null,
  });
  const outcome =
    move.how === "leave"
      ? await execute(leaveAccount, claim, {})
      : await execute(verbs[move.how] as typeof releaseOwnership, claim, { userId: move.userId });
  return outcome.ok ? "ok" : outcome.code;
}

/**
 * A statement of the application's login, past every rule but the database's own. A serialization failure decides nothing:
 * PostgreSQL may tell it to both, on account of some third, and whoever meets it begins again.
 */
async function raw(move: Move): Promise<string> {
  for (;;) {
    const told = await attempt(move);
    if (told !== "40001") return told;
  }
}

async function attempt({ accountId, userId, statement, isolation }: Move): Promise<string> {
  const client = await appPool().connect();
  try {
    await client.query(`begin isolation level ${isolation}`);
    await client.query("select set_config('castellan.account_id', $1, true)", [accountId]);
    await client.query(`update users set ${statement} where id = $1`, [userId]);
    await client.query("commit");
    return "ok";
  } catch (error) {
    await client.query("rollback");
    return codeOf(error) ?? "unknown";
  } finally {
    client.release();
  }
}
