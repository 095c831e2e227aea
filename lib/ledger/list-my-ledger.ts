import { enterScope } from "@/lib/db/scope";
import { Failure } from "@/lib/gate/failure";
import { query } from "@/lib/gate/query";
import { isIn } from "@/lib/people/places";
import { placesOf } from "@/lib/people/rows";
import { LedgerFilter, LedgerPage } from "./ledger";
import type { Stream } from "./merge";
import { pageOf, sourcesFor } from "./read";

/** Who touched one's own data from outside its ordinary use, in all accounts one is in (P78). */
export const listMyLedger = query("me.list_ledger", {
  input: LedgerFilter,
  output: LedgerPage,
  refuses: [],
  async run({ db, me, input }) {
    if (me.kind !== "user") throw new Failure("unauthenticated");
    const { personId } = me;
    const { kind, who, from, to, each } = input;
    const places = (await placesOf(db, personId)).filter(isIn);
    const streamsAt = (accountId: string, userId: string, scope: "account" | "person") =>
      sourcesFor(input)
        .filter(({ ofPeople }) => ofPeople === scope)
        .map(({ kind: name, read }): Stream => ({
          name: scope === "account" ? `${name} ${accountId}` : name,
          async read(before, limit) {
            await enterScope(db, accountId, personId);
            const about = { userId, personId };
            return read(db, { accountId, before, from, to, who, each, limit, about });
          },
        }));
    const streams = [
      ...places.flatMap((place) => streamsAt(place.account_id, place.user_id, "account")),
      ...streamsAt(me.accountId, me.userId, "person"),
    ];
    const bound = JSON.stringify(["my ledger", personId, kind, who, from, to, each]);
    const { found, ...page } = await pageOf(db, bound, streams, input);
    return { data: found.map(({ line }) => line), ...page };
  },
});
