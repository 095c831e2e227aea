import { holdersOf } from "@/lib/api-keys/rows";
import type { Database } from "@/lib/db/connection";
import type { Visible } from "@/lib/gate/visible";
import { newestFirst, pageOf, type Placed, positionIn } from "@/lib/lists/newest-first";
import { userNames } from "@/lib/users/rows";
import { accountVault } from "@/lib/vault/keyring";
import type { Vault } from "@/lib/vault/vault";
import { actorName } from "./actor-name";
import { openActorDetail, openDetail } from "./detail";
import {
  type ActivityFilter,
  type ActivityPage,
  type ActorKind,
  type EventOutcome,
  type EventSource,
  EventView,
  type ObjectKind,
} from "./event";
import { holds, searchable, wordsIn } from "@/lib/lists/search-words";
import { personalFields } from "@/lib/support/personal";
import { sentenceOf } from "./sentence-of";

/** A rare filter looks at no more than this many events before it says how far it got. */
const LOOKED_AT = 5_000;
const LOOKED_AT_WHEN_OPENING = 1_000;

export type EventRecord = Placed & {
  id: string;
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

/**
 * A page of an account's activity, the newest first, behind a cursor. Actor, object and request have an index; other
 * filters look through a bounded window and tell how far back they looked. Words are searched for in what is `visible`.
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
  visible: Visible,
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
  const after = await positionIn(db, bound, cursor);
  const rare =
    actorKind !== undefined || action !== undefined || outcome !== undefined || q !== undefined;
  const most = q !== undefined ? LOOKED_AT_WHEN_OPENING : rare ? LOOKED_AT : limit + 1;
  const { rows } = await db.$client.query<EventRecord>(
    newestFirst(events, {
      ...{ accountId, from, to, after, most },
      equal: {
        actor: ["actor_id", actor],
        object: ["object_id", object],
        request: ["request_id", request],
      },
      // The indexes of actor and object are kept with nulls last, the key of the table with nulls first.
      nullsLast: actor !== undefined || object !== undefined,
    }),
  );

  const vault = await accountVault(db, accountId);
  const wanted = wordsIn(q);
  const viewOf = (row: EventRecord): EventView | null => {
    if (
      (action && row.action !== action && !row.action.startsWith(`${action}.`)) ||
      (actorKind && row.actor_kind !== actorKind) ||
      (outcome && row.outcome !== outcome)
    )
      return null;
    const view = eventView(vault, row);
    return wanted.length && !holds(searched(visible(EventView, view)), wanted) ? null : view;
  };
  const { found, ...page } = await pageOf(
    db,
    bound,
    rows,
    { limit, most, rare },
    viewOf,
    (row) => row.id,
  );
  await tellOnWhoseBehalf(db, accountId, found);
  await tellWithWhoseConsent(db, accountId, found);
  return { data: found, ...page };
}

export const eventColumns = `id, at, at::text as exact, action, outcome, code, actor_kind, actor_id, object_kind, object_id, source,
    session_id, request_id, actor_detail, detail`;

const events = {
  name: "activity",
  table: "activity",
  id: "id",
  columns: eventColumns,
};

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

/** What support did it did with the consent of an owner, whose name is looked up like those of holders of keys. */
async function tellWithWhoseConsent(
  db: Database,
  accountId: string,
  events: EventView[],
): Promise<void> {
  const helped = events.flatMap(({ particulars: { support } }) =>
    support ? [support as { consentOf: string | null }] : [],
  );
  const names = await userNames(
    db,
    accountId,
    helped.flatMap(({ consentOf }) => consentOf ?? []),
  );
  for (const one of helped)
    one.consentOf = (one.consentOf && names.get(one.consentOf)) ?? "a deleted user";
}

/** The personal fields that words are searched for in. */
export const wordsCompare = personalFields;

const searched = (view: EventView) =>
  searchable(
    view.sentence,
    view.actor.name,
    view.object.name,
    JSON.stringify(view.changes),
    view.origin?.ip ?? null,
  );

/** An event as it leaves the server, opened and put into words. */
export function eventView(vault: Vault, row: EventRecord): EventView {
  const by = row.actor_detail
    ? openActorDetail(vault, row.id, row.actor_detail)
    : { name: null, origin: null };
  const { object, changes, particulars } = openDetail(vault, row.id, row.detail);
  const view = {
    id: row.id,
    at: row.at.toISOString(),
    action: row.action,
    outcome: row.outcome,
    code: row.code,
    actor: { kind: row.actor_kind, id: row.actor_id, name: actorName(row.actor_kind, by.name) },
    onBehalfOf: null,
    object: { kind: row.object_kind, id: row.object_id, name: object },
    changes,
    particulars,
    source: row.source,
    sessionId: row.session_id,
    requestId: row.request_id,
    origin: by.origin,
  };
  return { ...view, sentence: sentenceOf(view) };
}
