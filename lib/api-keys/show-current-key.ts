import { eq } from "drizzle-orm";
import { z } from "zod";

import { accountName } from "@/lib/accounts/rows";
import { apiKeys } from "@/lib/db/schema";
import { Failure } from "@/lib/gate/failure";
import { query } from "@/lib/gate/query";
import { CurrentKey } from "./api-key";
import { readKeys } from "./rows";
import { effectiveScopes, scopesOf } from "./view";

/** A program asks which key it came with: for which account, on whose behalf, for how long, and what it may now. */
export const showCurrentKey = query("api_key.show_current", {
  input: z.strictObject({}),
  output: CurrentKey,
  refuses: [],
  async run({ db, me }): Promise<CurrentKey> {
    if (me.kind !== "key") throw new Failure("forbidden");
    const { accountId } = me;
    const [key] = await readKeys(db, accountId, { where: eq(apiKeys.id, me.keyId), limit: 1 });
    if (!key?.holder) throw new Failure("key_refused");
    const scopes = scopesOf(key);
    return {
      id: key.id,
      name: key.name,
      account: { id: accountId, name: await accountName(db, accountId) },
      holder: { id: key.holder.id, name: key.holder.name },
      scopes,
      effectiveScopes: effectiveScopes(scopes, key.holder),
      networks: key.networks,
      expiresAt: key.expiresAt.toISOString(),
      successorId: key.successorId,
    };
  },
});
