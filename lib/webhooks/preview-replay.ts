import { query } from "@/lib/gate/query";
import { countReplay } from "./replay";
import { findWebhook } from "./rows";
import { ReplayPreview, ReplayRange } from "./webhook";

/** How many messages a replay would send again, before it is done. */
export const previewReplay = query("webhook.preview_replay", {
  input: ReplayRange,
  output: ReplayPreview,
  refuses: [],
  target: findWebhook,
  async run({ db, target, input: { state, topic, from, to } }) {
    const states = state ? [state] : (["failed", "held"] as const);
    const { oldest, newest, ...counted } = await countReplay(db, target.row, {
      ...{ states, topic, from, to },
    });
    return {
      ...counted,
      oldest: oldest?.toISOString() ?? null,
      newest: newest?.toISOString() ?? null,
    };
  },
});
