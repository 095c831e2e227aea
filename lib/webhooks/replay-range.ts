import { command } from "@/lib/gate/command";
import { Failure } from "@/lib/gate/failure";
import { insist } from "@/lib/limits/limits";
import { accountOf } from "@/lib/policy/scope";
import { replay } from "./replay";
import { findWebhook } from "./rows";
import { Replayed, ReplayRange } from "./webhook";

/** Sends many messages again: those of an endpoint in some states, by topic and by when they happened. */
export const replayRange = command("webhook.replay_range", {
  input: ReplayRange,
  output: Replayed,
  refuses: ["webhook_at_rest"],
  target: findWebhook,
  prepare: (_input, me) => insist("webhook replays of an account", accountOf(me)),
  async run({ db, target, input: { state, topic, from, to } }) {
    if (target.row.state !== "active") throw new Failure("webhook_at_rest");
    const states = state ? [state] : (["failed", "held"] as const);
    const value = await replay(db, target.row, { states, topic, from, to });
    return {
      value,
      told: {
        object: target,
        particulars: {
          ...{ replayed: value.replayed, states, topic },
          ...{ from: from?.toISOString() ?? null, to: to?.toISOString() ?? null },
        },
      },
    };
  },
});
