import { z } from "zod";

import { accountName } from "@/lib/accounts/rows";
import { whatADestroyedKeyMeans } from "@/lib/backups/destroyed-key";
import type { Database } from "@/lib/db/connection";
import { enterScope } from "@/lib/db/scope";
import { query } from "@/lib/gate/query";
import { isIn } from "@/lib/people/places";
import { placesOf } from "@/lib/people/rows";
import type { UserActor } from "@/lib/policy/actor";
import { retentionOf } from "@/lib/traffic/retention";
import { previewRemoval } from "@/lib/users/preview-removal";
import { findSelf } from "@/lib/users/rows";
import { countOfPerson, countOfUser } from "./count-held";
import { givenOf } from "./given";
import { heldInAccount, heldOfPerson } from "./held";
import { type PlaceOfMine, Privacy } from "./privacy";
import { requestsOf } from "./rows";
import { requestView } from "./view";

/** What is held about oneself, where, why and for how long, in each account one is in, and to whom it was given (P78). */
export const showPrivacy = query("me.show_privacy", {
  input: z.strictObject({}),
  output: Privacy,
  refuses: ["not_found"],
  target: findSelf,
  async run({ db, me, target, visible }) {
    const { accountId, personId } = target.row;
    const [asked] = await requestsOf(db, accountId, { userId: target.id });
    const request = asked ? await requestView(db, asked.request, asked.late) : null;
    const { events, sessions, letters, lastUserOfPerson } = await previewRemoval.run({
      ...{ db, me, target, visible, input: { userId: target.id } },
    });
    const { says: inBackups } = await whatADestroyedKeyMeans(db);
    const person = heldOfPerson(await countOfPerson(db, personId), inBackups);
    const given = await givenOf(db, personId);
    const open = request?.state === "open" || request?.state === "overdue";
    return {
      person,
      accounts: await heldInEach(db, me as UserActor),
      given,
      request,
      erasing: { events, sessions, letters, lastUserOfPerson: lastUserOfPerson === true },
      may: [open ? "me.cancel_erasure" : "me.request_erasure"],
    };
  },
});

/** Goes through the scopes of all accounts, and comes back to the one at hand. */
async function heldInEach(
  db: Database,
  { personId, accountId: current }: UserActor,
): Promise<PlaceOfMine[]> {
  const { days } = await retentionOf(db);
  const places: PlaceOfMine[] = [];
  for (const place of (await placesOf(db, personId)).filter(isIn)) {
    const { account_id: id, user_id: userId, role } = place;
    await enterScope(db, id, personId);
    const held = heldInAccount(await countOfUser(db, id, userId), days);
    places.push({ id, name: await accountName(db, id), role, current: id === current, held });
  }
  await enterScope(db, current, personId);
  return places.toSorted((a, b) => Number(b.current) - Number(a.current));
}
