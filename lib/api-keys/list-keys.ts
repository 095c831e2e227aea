import { eq } from "drizzle-orm";

import { apiKeys } from "@/lib/db/schema";
import { query } from "@/lib/gate/query";
import { makeCursor, readCursor } from "@/lib/lists/cursor";
import { abilitiesIn } from "@/lib/policy/abilities";
import { accountOf } from "@/lib/policy/scope";
import { ApiKeyPage, KeyFilter } from "./api-key";
import { readKeys } from "./rows";
import { viewOf } from "./view";

/** The keys of the account, the newest first: all, those of one holder, those that work or those that ended. */
export const listKeys = query("api_key.list", {
  input: KeyFilter,
  output: ApiKeyPage,
  refuses: [],
  async run({ db, me, input: { holder, state, limit, cursor } }): Promise<ApiKeyPage> {
    const accountId = accountOf(me);
    const bound = JSON.stringify(["api_keys", accountId, holder, state]);
    const keys = await readKeys(db, accountId, {
      where: holder ? eq(apiKeys.holderId, holder) : undefined,
      state,
      before: cursor ? await readCursor(db, bound, cursor) : undefined,
      limit: limit + 1,
    });
    const page = keys.slice(0, limit);
    return {
      data: page.map((key) => viewOf(me, key)),
      nextCursor: keys.length > limit ? await makeCursor(db, bound, page.at(-1)!.id) : null,
      may: abilitiesIn(me).filter((verb) => verb.startsWith("api_key.")),
    };
  },
});
