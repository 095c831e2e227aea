import type { z } from "zod";

import { eventColumns, type EventRecord, eventView } from "@/lib/activity/read";
import type { EventView } from "@/lib/activity/event";
import type { Database } from "@/lib/db/connection";
import { accountVault } from "@/lib/vault/keyring";
import { TakeOutEvent } from "@/lib/exports/format";
import type { OfAccount } from "./of-account";
import { countOf, PAGE, pagesOf } from "./section";

const BEGINNING = { exact: "-infinity", id: "00000000-0000-0000-0000-000000000000" };

/**
 * An account's events from the oldest on, a page at a time.
 *
 * @param of narrows them to what one user did, or what was done to them
 */
export async function* readEvents(
  db: Database,
  accountId: string,
  of?: { column: "actor_id" | "object_id"; id: string },
): AsyncGenerator<EventView[]> {
  const vault = await accountVault(db, accountId);
  const page = async (after: EventRecord | null) => {
    const { exact, id } = after ?? BEGINNING;
    const { rows } = await db.$client.query<EventRecord>(
      `select ${eventColumns} from activity
       where account_id = $1 and at >= $2 and (at, id) > ($2::timestamptz, $3::uuid)
         ${of ? `and ${of.column} = $4` : ""}
       order by at, id limit ${PAGE}`,
      [accountId, exact, id, ...(of ? [of.id] : [])],
    );
    return rows;
  };
  for await (const rows of pagesOf(page)) yield rows.map((row) => eventView(vault, row));
}

/** An event as an archive has it: flat. */
export const flat = ({
  actor,
  object,
  origin,
  onBehalfOf: _named,
  ...event
}: EventView): z.infer<typeof TakeOutEvent> => ({
  ...event,
  ...{ actorKind: actor.kind, actorId: actor.id, actorName: actor.name },
  ...{ objectKind: object.kind, objectId: object.id, objectName: object.name },
  ...{ ip: origin?.ip ?? null, place: origin?.place ?? null, browser: origin?.browser ?? null },
});

/** What was done, by whom and when, refusals included. */
export const activity: OfAccount<typeof TakeOutEvent> = {
  name: "activity",
  about: "Everything that was done in the account, by whom and when, also what was refused.",
  shape: TakeOutEvent,
  count: ({ db, whose: { accountId } }) => countOf(db, "activity", accountId),
  async *read({ db, whose: { accountId } }) {
    for await (const events of readEvents(db, accountId)) yield events.map(flat);
  },
};
