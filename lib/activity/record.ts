import { eq, type Placeholder, sql } from "drizzle-orm";

import type { Database } from "@/lib/db/connection";
import { prepared } from "@/lib/db/prepared";
import { activity, supportGrants } from "@/lib/db/schema";
import { enterScope } from "@/lib/db/scope";
import type { RequestInfo } from "@/lib/gate/claim";
import type { Told } from "@/lib/gate/command";
import { type Actor, isOfStaff } from "@/lib/policy/actor";
import type { CommandName } from "@/lib/policy/policy";
import { originOf } from "@/lib/sessions/origin";
import { readGrants } from "@/lib/support/rows";
import { accountVault } from "@/lib/vault/keyring";
import { putIntoOutbox } from "@/lib/webhooks/outbox";
import type { ActorKind, EventOutcome } from "./event";
import { type Event, eventRow } from "./event-row";

/**
 * Writes one event, in the transaction of the change it tells (P33): account, actor, time, object, before and
 * after. Whoever writes account data comes through here; the application can neither change nor delete events.
 */
export async function record(
  db: Database,
  action: CommandName,
  { me, request }: { me: Actor; request: RequestInfo },
  told: Told,
  outcome: EventOutcome,
  code: string | null = null,
): Promise<void> {
  const accountId = told.accountId ?? ("accountId" in me ? me.accountId : null);
  if (!accountId) throw new Error(`${action} tells no account`);
  if (told.accountId) await enterScope(db, told.accountId, "personId" in me ? me.personId : null);

  const actor = told.by ?? actorOf(me, told);
  // Whoever holds a link may hold it in a browser where someone else is signed in.
  const ownSession = !told.by || me.kind !== "user" || told.by.id === me.userId;
  const vault = await accountVault(db, accountId);
  const event: Event = {
    accountId,
    action,
    outcome,
    code,
    actor: {
      kind: told.by ? "user" : kindOf(me),
      id: actor?.id ?? null,
      name: actor?.name ?? null,
      origin: originOf(request),
    },
    object: told.object,
    source: request.source,
    sessionId: "sessionId" in me && ownSession ? me.sessionId : null,
    requestId: request.id,
    changes: told.changes ?? [],
    particulars: { ...told.particulars, ...(await consentOf(db, me)) },
  };
  const row = eventRow(vault, event);
  await Promise.all([
    prepared(db, "record", insertion).execute(row),
    putIntoOutbox(db, vault, row.id, event),
  ]);
}

/** With whose consent support acted, and for which request; the name is looked up when it is read (P48). */
async function consentOf(db: Database, me: Actor) {
  if (me.kind !== "support") return {};
  const [grant] = await readGrants(db, eq(supportGrants.id, me.grantId), 1);
  const { ticket, answeredBy } = grant!;
  return { support: { grantId: me.grantId, ticket, consentOf: answeredBy } };
}

/** Who is named as the one who did it. In an account that is not theirs, a user is nobody. */
function actorOf(me: Actor, { accountId }: Told): { id: string; name: string } | null {
  if (me.kind === "user") return accountId ? null : { id: me.userId, name: me.name };
  if (me.kind === "key") return { id: me.keyId, name: me.name };
  if (isOfStaff(me)) return { id: me.staffId, name: me.name };
  return null;
}

const kindOf = (me: Actor): ActorKind =>
  me.kind === "person" ? "user" : me.kind === "support" ? "staff" : me.kind;

const columns = [
  "accountId",
  "id",
  "action",
  "outcome",
  "code",
  "actorKind",
  "actorId",
  "objectKind",
  "objectId",
  "source",
  "sessionId",
  "requestId",
  "actorDetail",
  "detail",
  "salt",
] as const satisfies (keyof typeof activity.$inferInsert)[];

const insertion = (db: Database) => {
  const places = Object.fromEntries(columns.map((column) => [column, sql.placeholder(column)]));
  return db.insert(activity).values(places as Record<(typeof columns)[number], Placeholder>);
};
