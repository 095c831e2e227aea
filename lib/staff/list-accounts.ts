import { z } from "zod";

import { call } from "@/lib/db/scope";
import { query } from "@/lib/gate/query";
import { makeCursor } from "@/lib/lists/cursor";
import { positionIn } from "@/lib/lists/newest-first";
import { AccountState } from "./installation";
import { Cursor } from "@/lib/lists/shapes";

type Row = {
  id: string;
  state: string;
  created_at: Date;
  exact: string;
  invited: number;
  active: number;
  paused: number;
  deleted: number;
  keys: number;
  endpoints: number;
};

const BOUND = "accounts of the installation";

/** The accounts as the staff know them, the newest first: ids, states and counts, no names. */
export const listAccounts = query("installation.list_accounts", {
  input: z.strictObject({
    limit: z.coerce.number().int().min(1).max(100).default(50),
    cursor: Cursor.optional(),
  }),
  output: z
    .object({
      data: z.array(AccountState),
      nextCursor: z
        .string()
        .nullable()
        .meta({ examples: [null] }),
    })
    .meta({ id: "AccountStates", description: "A page of accounts, the newest first" }),
  refuses: [],
  async run({ db, input: { limit, cursor } }) {
    const after = await positionIn(db, BOUND, cursor);
    const rows = await call<Row>(
      db,
      "account_states",
      after?.at ?? null,
      after?.id ?? null,
      limit + 1,
    );
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      data: page.map(({ id, state, created_at: at, keys, endpoints, ...row }) => ({
        id,
        state,
        createdAt: at.toISOString(),
        users: {
          invited: row.invited,
          active: row.active,
          paused: row.paused,
          deleted: row.deleted,
        },
        keys,
        webhooks: endpoints,
      })),
      nextCursor:
        rows.length > limit && last
          ? await makeCursor(db, BOUND, JSON.stringify({ at: last.exact, id: last.id }))
          : null,
    };
  },
});
