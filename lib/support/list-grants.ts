import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";

import { supportGrants } from "@/lib/db/schema";
import { query } from "@/lib/gate/query";
import { pageOf, positionIn } from "@/lib/lists/newest-first";
import { abilitiesIn } from "@/lib/policy/abilities";
import { accountOf } from "@/lib/policy/scope";
import { consentIn } from "./approvers";
import { behind, placed } from "./page";
import { mostMinutes, readGrants } from "./rows";
import { type GrantState, SupportGrants } from "./support";
import { grantViews } from "./view";
import { Cursor } from "@/lib/lists/shapes";

/** Parts of the list: what waits or is open, what is open now, and what is over. */
const parts = {
  open: ["pending", "invited", "live"],
  live: ["live"],
  over: ["ended", "declined", "withdrawn", "lapsed"],
} as const satisfies Record<string, GrantState[]>;

/** Who of the staff asks for access, has it or had it, and which owners can agree to it. */
export const listGrants = query("support.list", {
  input: z.strictObject({
    part: z.enum(["open", "live", "over"], "Choose open, live or over.").optional(),
    limit: z.coerce.number().int().min(1).max(100).default(50),
    cursor: Cursor.optional(),
  }),
  output: SupportGrants,
  refuses: [],
  async run({ db, me, input: { part, limit, cursor } }): Promise<SupportGrants> {
    const accountId = accountOf(me);
    const bound = `support of ${accountId}, ${part ?? "all"}`;
    const after = await positionIn(db, bound, cursor);
    const rows = await readGrants(
      db,
      and(
        eq(supportGrants.accountId, accountId),
        part &&
          sql`castellan.support_state(${supportGrants}) = any (${sql.param([...parts[part]])})`,
        behind(after),
      ),
      limit + 1,
    );
    const { found, nextCursor } = await pageOf(
      db,
      bound,
      rows.map(placed),
      { limit, most: limit + 1, rare: false },
      (row) => row,
      ({ id }) => id,
    );
    const consent = await consentIn(db, me);
    return {
      data: await grantViews(db, me, accountId, found, consent.hindrance),
      nextCursor,
      ...consent,
      mostMinutes: await mostMinutes(db),
      may: abilitiesIn(me).filter(
        (verb) => verb !== "support.invite" || consent.hindrance === null,
      ),
    };
  },
});
