import { and, desc, eq, gte, lt, sql } from "drizzle-orm";

import type { Database } from "@/lib/db/connection";
import { activity } from "@/lib/db/schema";
import { makeCursor, readCursor } from "@/lib/lists/cursor";
import { accountVault } from "@/lib/vault/keyring";
import type { Vault } from "@/lib/vault/vault";
import { openActorDetail, openDetail } from "./detail";
import type { ActivityFilter, ActivityPage, EventView } from "./event";
import { fold } from "@/lib/users/directory-index";
import { sentenceFor } from "./sentences";

/** A rare filter looks at no more than this many events before it says how far it got. */
const LOOKED_AT = 5_000;
const LOOKED_AT_WHEN_OPENING = 1_000;

type Row = typeof activity.$inferSelect;

/**
 * A page of an account's activity, the newest first, behind a cursor. Actor, object and request have an index; other
 * filters look through a bounded window and tell how far back they looked.
 */
export async function readActivity(
  db: Database,
  accountId: string,
  { actor, object, action, outcome, request, from, to, q, limit, cursor }: ActivityFilter,
): Promise<ActivityPage> {
  const bound = JSON.stringify([
    "activity",
    accountId,
    actor,
    object,
    action,
    outcome,
    request,
    from,
    to,
    q,
  ]);
  const after = cursor
    ? (JSON.parse(await readCursor(db, bound, cursor)) as { at: string; id: string })
    : null;
  const rare = action !== undefined || outcome !== undefined || q !== undefined;
  const most = q !== undefined ? LOOKED_AT_WHEN_OPENING : rare ? LOOKED_AT : limit + 1;
  const rows = await db
    .select({ event: activity, exact: sql<string>`${activity.at}::text` })
    .from(activity)
    .where(
      and(
        eq(activity.accountId, accountId),
        actor ? eq(activity.actorId, actor) : undefined,
        object ? eq(activity.objectId, object) : undefined,
        request ? eq(activity.requestId, request) : undefined,
        from ? gte(activity.at, from) : undefined,
        to ? lt(activity.at, to) : undefined,
        after
          ? sql`(${activity.at}, ${activity.id}) < (${after.at}::timestamptz, ${after.id}::uuid)`
          : undefined,
      ),
    )
    .orderBy(desc(activity.at), desc(activity.id))
    .limit(most);

  const vault = await accountVault(db, accountId);
  const needle = q === undefined ? "" : fold(q.trim());
  const data: EventView[] = [];
  let last: { event: Row; exact: string } | undefined;
  let index = 0;
  for (; index < rows.length && data.length < limit; index++) {
    last = rows[index]!;
    const { event } = last;
    if ((action && !event.action.startsWith(action)) || (outcome && event.outcome !== outcome))
      continue;
    const view = eventView(vault, event);
    if (needle && !fold(searchable(view)).includes(needle)) continue;
    data.push(view);
  }
  const mayBeMore = index < rows.length || rows.length === most;
  return {
    data,
    nextCursor:
      mayBeMore && last
        ? await makeCursor(db, bound, JSON.stringify({ at: last.exact, id: last.event.id }))
        : null,
    searchedTo:
      rare && mayBeMore && data.length < limit && last ? last.event.at.toISOString() : null,
  };
}

const searchable = (view: EventView) =>
  [
    view.sentence,
    view.actor.name,
    view.object.name,
    JSON.stringify(view.changes),
    view.origin?.ip,
  ].join("\n");

function eventView(vault: Vault, row: Row): EventView {
  const by = row.actorDetail
    ? openActorDetail(vault, row.id, row.actorDetail)
    : { name: null, origin: null };
  const { object, changes, particulars } = openDetail(vault, row.id, row.detail);
  const actor = by.name ?? nameless[row.actorKind];
  return {
    id: row.id,
    at: row.at.toISOString(),
    action: row.action,
    outcome: row.outcome,
    code: row.code,
    actor: { kind: row.actorKind, id: row.actorId, name: actor },
    object: { kind: row.objectKind, id: row.objectId, name: object },
    changes,
    particulars,
    source: row.source,
    sessionId: row.sessionId,
    requestId: row.requestId,
    origin: by.origin,
    sentence: sentenceFor(
      row.action,
      {
        actor,
        object,
        self: row.actorId !== null && row.actorId === row.objectId,
        changes,
        particulars,
        outcome: row.outcome,
      },
      row.code,
    ),
  };
}

const nameless: Record<Row["actorKind"], string> = {
  user: "A user",
  visitor: "Someone",
  system: "Castellan",
  operator: "The operator",
  deleted: "A deleted user",
};
