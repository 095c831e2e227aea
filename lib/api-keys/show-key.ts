import { and, eq } from "drizzle-orm";
import { z } from "zod";

import { activity } from "@/lib/db/schema";
import { query } from "@/lib/gate/query";
import { ApiKeyDetail, KeyId } from "./api-key";
import { findKey } from "./find-key";
import { useOf } from "./use-of";
import { viewOf } from "./view";

/** One key, whole, with what would stop working without it. */
export const showKey = query("api_key.show", {
  input: z.strictObject({ keyId: KeyId }),
  output: ApiKeyDetail,
  refuses: [],
  target: findKey,
  run: async ({ db, me, target }): Promise<ApiKeyDetail> => ({
    ...viewOf(me, target.row),
    use: await useOf(db, target.row),
    events: await db.$count(
      activity,
      and(eq(activity.accountId, target.row.accountId), eq(activity.objectId, target.id)),
    ),
  }),
});
