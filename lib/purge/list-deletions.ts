import { z } from "zod";

import { query } from "@/lib/gate/query";
import { accountOf } from "@/lib/policy/scope";
import { Instant } from "@/lib/users/user";
import { deletionsOf } from "./certify";

/** What was permanently deleted in the account, and by when no backup holds it any more (P66). */
export const listDeletions = query("account.list_deletions", {
  input: z.strictObject({}),
  output: z
    .object({
      data: z.array(
        z.object({
          id: z.uuid().meta({ description: "The id of its certificate" }),
          at: Instant,
          goneBy: Instant.nullable().meta({ description: "Null where no backups are made" }),
          goneAt: Instant.nullable().meta({ description: "When that was confirmed" }),
        }),
      ),
    })
    .meta({ id: "Deletions", description: "Permanent deletions, the newest first" }),
  refuses: [],
  async run({ db, me }) {
    const rows = await deletionsOf(db, accountOf(me));
    return {
      data: rows.map(({ id, at, goneBy, goneAt }) => ({
        id,
        at: at.toISOString(),
        goneBy: goneBy?.toISOString() ?? null,
        goneAt: goneAt?.toISOString() ?? null,
      })),
    };
  },
});
