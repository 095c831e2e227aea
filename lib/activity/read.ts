import { holdersOf } from "@/lib/api-keys/rows";
import type { Database } from "@/lib/db/connection";
import { makeCursor, readCursor } from "@/lib/lists/cursor";
import { accountVault } from "@/lib/vault/keyring";
import type { Vault } from "@/lib/vault/vault";
import { actorName } from "./actor-name";
import { openActorDetail, openDetail } from "./detail";
import type {
  ActivityFilter,
  ActivityPage,
  ActorKind,
  EventOutcome,
  EventSource,
  EventView,
  ObjectKind,
} from "./event";
import { fold } from "@/lib/users/directory-index";
import { sentenceFor } from "./sentences";

/** A rare filter looks at no more than this many events before it says how far it got. */
const LOOKED_AT = 5_000;
const LOOKED_AT_WHEN_OPENING = 1_000;

type Row = {
  id: string;
  at: Date;
  /** the same instant to the microsecond, in the database's own words */
  exact: string;
  action: string;
  outcome: EventOutcome;
  code: string | null;
  actor_kind: ActorKind;
  actor_id: string | null;
  object_kind: ObjectKind;
  object_id: string | null;
  source: EventSource;
  session_id: string | null;
  request_id: string;
  actor_detail: Buffer | null;
  detail: Buffer;
};

type Position = { at: string; id: string };

/**
 * A page of an account's activity, the newest first, behind a cursor. Actor, object and request have an index; other
 * filters look through a bounded window and tell how far back they looked.
 */
export async function readActivity(
  db: Database,
  accountId: string,
  {
    actor,
    actorKind,
    object,
    action,
    outcome,
    request,
    from,
    to,
    q,
    limit,
    cursor,
  }: ActivityFilter,
): Promise<ActivityPage> {
  const bound = JSON.stringify([
    "activity",
    accountId,
    actor,
    actorKind,
    object,
    action,
    outcome,
    request,
    from,
    to,
    q,
  ]);
  const after = cursor ? (JSON.parse(await readCursor(db, bound, cursor)) as Position) : null;
  const rare =
    actorKind !== undefined || action !== undefined || outcome !== undefined || q !== undefined;
  const most = q !== undefined ? LOOKED_AT_WHEN_OPENING : rare ? LOOKED_AT : limit + 1;
  const { rows } = await db.$client.query<Row>(
    statement(accountId, { actor, object, request, from, to }, after, most),
  );

  const vault = await accountVault(db, accountId);
  const needle = q === undefined ? "" : fold(q.trim());
  const data: EventView[] = [];
  let last: Row | undefined;
  let index = 0;
  for (; index < rows.length && data.length < limit; index++) {
    const event = (last = rows[index]!);
    if (
      (action && event.action !== action && !event.action.startsWith(`${action}.`)) ||
      (actorKind && event.actor_kind !== actorKind) ||
      (outcome && event.outcome !== outcome)
    )
      continue;
    const view = eventView(vault, event);
    if (needle && !fold(searchable(view)).includes(needle)) continue;
    data.push(view);
  }
  await tellOnWhoseBehalf(db, accountId, data);
  const mayBeMore = index < rows.length || rows.length === most;
  return {
    data,
    nextCursor:
      mayBeMore && last
        ? await makeCursor(db, bound, JSON.stringify({ at: last.exact, id: last.id }))
        : null,
    searchedTo: rare && mayBeMore && data.length < limit && last ? last.at.toISOString() : null,
  };
}

/**
 * A key acts for whoever made it. Their name is looked up and never kept with the event, so that it goes when they are
 * permanently deleted.
 */
async function tellOnWhoseBehalf(
  db: Database,
  accountId: string,
  events: EventView[],
): Promise<void> {
  const byKeys = events.filter(({ actor }) => actor.kind === "key" && actor.id !== null);
  if (byKeys.length === 0) return;
  const holders = await holdersOf(db, accountId, [
    ...new Set(byKeys.map(({ actor }) => actor.id!)),
  ]);
  for (const event of byKeys) event.onBehalfOf = holders.get(event.actor.id!) ?? null;
}

/**
 * The statement that reads a page, prepared under one name for each set of filters. The upper bound is always told,
 * since it leaves the months shut in which nothing can be: those ahead, and behind a cursor all newer ones.
 */
function statement(
  accountId: string,
  filter: Pick<ActivityFilter, "actor" | "object" | "request" | "from" | "to">,
  after: Position | null,
  most: number,
): { name: string; text: string; values: unknown[] } {
  const values: unknown[] = [];
  const value = (one: unknown) => `$${values.push(one)}`;
  const used: string[] = [];
  const conditions = [`account_id = ${value(accountId)}`];
  const when = (name: string, one: unknown, condition: () => string) => {
    if (one === undefined || one === null) return;
    used.push(name);
    conditions.push(condition());
  };
  when("actor", filter.actor, () => `actor_id = ${value(filter.actor)}`);
  when("object", filter.object, () => `object_id = ${value(filter.object)}`);
  when("request", filter.request, () => `request_id = ${value(filter.request)}`);
  when("from", filter.from, () => `at >= ${value(filter.from)}`);
  when("to", filter.to, () => `at < ${value(filter.to)}`);
  when("after", after, () => {
    const at = `${value(after!.at)}::timestamptz`;
    return `at <= ${at} and (at, id) < (${at}, ${value(after!.id)}::uuid)`;
  });
  if (!filter.to && !after) conditions.push("at <= statement_timestamp() + interval '1 hour'");
  // The indexes of actor and object are kept with nulls last, the key of the table with nulls first.
  const nulls = filter.actor || filter.object ? " nulls last" : "";
  return {
    name: ["activity", ...used].join("_"),
    text: `select id, at, at::text as exact, action, outcome, code, actor_kind, actor_id, object_kind, object_id, source,
        session_id, request_id, actor_detail, detail
      from activity where ${conditions.join(" and ")}
      order by at desc${nulls}, id desc${nulls} limit ${value(most)}`,
    values,
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
  const by = row.actor_detail
    ? openActorDetail(vault, row.id, row.actor_detail)
    : { name: null, origin: null };
  const { object, changes, particulars } = openDetail(vault, row.id, row.detail);
  const actor = actorName(row.actor_kind, by.name);
  return {
    id: row.id,
    at: row.at.toISOString(),
    action: row.action,
    outcome: row.outcome,
    code: row.code,
    actor: { kind: row.actor_kind, id: row.actor_id, name: actor },
    onBehalfOf: null,
    object: { kind: row.object_kind, id: row.object_id, name: object },
    changes,
    particulars,
    source: row.source,
    sessionId: row.session_id,
    requestId: row.request_id,
    origin: by.origin,
    sentence: sentenceFor(
      row.action,
      {
        actor,
        object,
        self: row.actor_id !== null && row.actor_id === row.object_id,
        changes,
        particulars,
        outcome: row.outcome,
      },
      row.code,
    ),
  };
}
