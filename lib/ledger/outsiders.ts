import { actorName } from "@/lib/activity/actor-name";
import { type ActorDetail, type Detail, openActorDetail, openDetail } from "@/lib/activity/detail";
import type { ActorKind, EventOutcome } from "@/lib/activity/event";
import type { Database } from "@/lib/db/connection";
import { newestFirst, type Placed } from "@/lib/lists/newest-first";
import { accountVault } from "@/lib/vault/keyring";
import type { LedgerKind } from "./ledger";
import { type Asked, exactly, type Found, type Line } from "./source";

/** A line of one kind is looked for in no more than this many events at once. */
const LOOKED_AT = 1_000;

type Row = Placed & {
  id: string;
  action: string;
  outcome: EventOutcome;
  code: string | null;
  actor_kind: ActorKind;
  actor_id: string | null;
  actor_detail: Buffer | null;
  detail: Buffer;
};

/** What the staff or the operator did in the account, as its activity remembers it. */
export type Outsider = Pick<Row, "action" | "outcome" | "code"> & {
  by: string;
  object: string;
  changes: Detail["changes"];
  particulars: Detail["particulars"];
};

/** What a kind of line says of such an event. */
export type Telling = {
  kind: LedgerKind;
  wanted: (row: Pick<Row, "action" | "outcome"> & { actor_kind: string }) => boolean;
  tell: (event: Outsider) => Pick<Line, "sentence" | "what">;
};

/** Those of the account itself, who may be gone by now, are users here. */
const toucherOf = (kind: ActorKind) => (kind === "staff" || kind === "operator" ? kind : "user");

/** Reads what those outside the account did in it, and who took the ledger along, from the index that holds nothing else. */
export async function readOutsiders(
  db: Database,
  { accountId, before, from, to, who, limit, about }: Asked,
  { kind, wanted, tell }: Telling,
): Promise<Found> {
  const { rows } = await db.$client.query<Row>(
    newestFirst(about ? aboutOne : outsiders, {
      ...{ accountId, from, to, after: before, most: LOOKED_AT },
      equal: { object: ["object_id", about?.userId] },
      nullsLast: true,
    }),
  );
  const vault = await accountVault(db, accountId);
  const lines: Line[] = [];
  let last: Row | undefined;
  for (last of rows) {
    if (!wanted(last) || (who !== undefined && last.actor_id !== who)) continue;
    lines.push(lineOf(last));
    if (lines.length === limit) break;
  }
  const whole = rows.length < LOOKED_AT && last === rows.at(-1);
  return { lines, reached: whole || !last ? null : { at: last.exact, id: last.id } };

  function lineOf(row: Row): Line {
    const by: ActorDetail = row.actor_detail
      ? openActorDetail(vault, row.id, row.actor_detail)
      : { name: null, origin: null };
    const { object, changes, particulars } = openDetail(vault, row.id, row.detail);
    const name = actorName(row.actor_kind, by.name);
    const { action, outcome, code } = row;
    return {
      ...{ id: row.id, kind, at: row.at.toISOString(), exact: row.exact, day: false, count: 1 },
      who: { kind: toucherOf(row.actor_kind), id: row.actor_id, name },
      ...tell({ action, outcome, code, by: name, object, changes, particulars }),
      reason: typeof particulars.reason === "string" ? particulars.reason : null,
      opens: null,
    };
  }
}

const outsiders = {
  name: "ledger_outsiders",
  table: "activity",
  id: "id",
  only: "(actor_kind in ('staff', 'operator') or action = 'ledger.export')",
  columns: `id, at, ${exactly("at")} as exact, action, outcome, code, actor_kind, actor_id, actor_detail, detail`,
};

/** Everything done to one user, by whomever, has an index of its own. */
const aboutOne = { ...outsiders, name: "ledger_outsiders_of", only: undefined };
