import { z } from "zod";

import { call } from "@/lib/db/scope";
import { query } from "@/lib/gate/query";
import { abilitiesOfStaff } from "@/lib/policy/abilities";
import { Emergencies, type Emergency, MOST_BREAK_GLASS_MINUTES } from "./review";
import { mostMinutes, openAsked, split } from "./rows";
import type { PersonalField } from "./personal";
import type { SupportMode, SupportNoun } from "./support";

type Row = {
  id: string;
  own: boolean;
  account_id: string;
  staff_id: string;
  asked: Buffer;
  nouns: string;
  fields: string;
  mode: SupportMode;
  minutes: number;
  requested_at: Date;
  lapses_at: Date;
};

/** What waits for a second of the staff to open an account in an emergency. */
export const listBreakGlass = query("support.list_break_glass", {
  input: z.strictObject({}),
  output: Emergencies,
  refuses: [],
  async run({ db, me }): Promise<Emergencies> {
    const data: Emergency[] = [];
    for (const row of await call<Row>(db, "broken_glass")) {
      const { staff, reason, ticket } = await openAsked(db, row.id, row.asked);
      data.push({
        ...{ id: row.id, accountId: row.account_id, staff: { id: row.staff_id, name: staff } },
        ...{ reason, ticket, mode: row.mode, minutes: row.minutes },
        nouns: split<SupportNoun>(row.nouns),
        fields: split<PersonalField>(row.fields),
        requestedAt: row.requested_at.toISOString(),
        lapsesAt: row.lapses_at.toISOString(),
        may: row.own ? [] : ["support.confirm_break_glass"],
      });
    }
    const most = Math.min(MOST_BREAK_GLASS_MINUTES, await mostMinutes(db));
    return { data, mostMinutes: most, may: abilitiesOfStaff(me) };
  },
});
