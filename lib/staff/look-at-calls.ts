import { call } from "@/lib/db/scope";
import { command } from "@/lib/gate/command";
import { type CallRow, pageOfCalls } from "@/lib/traffic/read-calls";
import { CallLook, type LookedCall, LookedCalls } from "./looks";
import { toldOfLook } from "./tell-look";

/**
 * A look of the staff at the API calls of one account: what was called, how it ended and how long it took; never from
 * where, and no names. Each look, each further page and each filter leaves a line in the activity of that account, with
 * the reason (P39).
 */
export const lookAtCalls = command("traffic.look", {
  input: CallLook,
  output: LookedCalls,
  refuses: ["not_found"],
  async run({ db, input: { accountId, reason, ...asked } }) {
    const { found, nextCursor, searchedTo } = await pageOfCalls(
      db,
      ["looks", accountId],
      asked,
      ({ key, actor, from, to }, after, most) =>
        call<CallRow>(
          db,
          "look_at_calls",
          accountId,
          key ?? null,
          actor ?? null,
          from ?? null,
          to ?? null,
          after?.at ?? null,
          after?.id ?? null,
          most,
        ),
    );
    const { limit: _limit, cursor, ...filter } = asked;
    return {
      value: { data: found.map(lookedCall), nextCursor, searchedTo },
      told: toldOfLook(accountId, {
        reason,
        ...(Object.values(filter).some((one) => one !== undefined) && { filter }),
        ...(cursor && { further: true }),
        rows: found.length,
      }),
    };
  },
});

const lookedCall = (row: CallRow): LookedCall => ({
  requestId: row.request_id,
  at: row.at.toISOString(),
  actor: { kind: row.actor_kind, id: row.actor_id },
  keyId: row.key_id,
  source: row.source,
  method: row.method,
  route: row.route,
  operation: row.operation,
  status: row.status,
  code: row.code,
  durationMs: row.duration / 1_000,
  bytesIn: row.bytes_in,
  bytesOut: row.bytes_out,
});
