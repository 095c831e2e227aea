import type { Database } from "@/lib/db/connection";
import { newestFirst, type Placed } from "@/lib/lists/newest-first";
import { openAsked } from "@/lib/support/rows";
import { openStep, type StepDetail } from "@/lib/activity/step-detail";
import type { PersonalField } from "@/lib/support/personal";
import type { SupportStep } from "@/lib/support/support";
import { accountVault } from "@/lib/vault/keyring";
import { type Asked, exactly, type Found, type Line } from "./source";

/** A step that somebody was in is looked for in no more than this many at once. */
const LOOKED_AT = 500;

type Row = Placed & {
  id: string;
  grant_id: string;
  kind: SupportStep["kind"];
  object_kind: string | null;
  object_id: string | null;
  fields: string;
  detail: Buffer;
  sought: Buffer | null;
};

/** What support looked at and changed in which one user was: alone, or in a list among others. */
export async function readStepsAbout(
  db: Database,
  { accountId, before, from, to, who, limit }: Asked,
  { userId }: { userId: string },
): Promise<Found> {
  const { rows } = await db.$client.query<Row>(
    newestFirst(steps, {
      ...{ accountId, from, to, after: before, most: LOOKED_AT },
      ...{ equal: {}, nullsLast: true },
    }),
  );
  const vault = await accountVault(db, accountId);
  const grants = await grantsOf(db, accountId, rows);
  const lines: Line[] = [];
  let last: Row | undefined;
  for (last of rows) {
    const grant = grants.get(last.grant_id);
    if (!grant || (who !== undefined && grant.staffId !== who)) continue;
    const alone = last.object_id === userId;
    const step = openStep(vault, last);
    if (!alone && !step.objects.some(({ id }) => id === userId)) continue;
    lines.push(lineOf(last, step, grant, alone));
    if (lines.length === limit) break;
  }
  const whole = rows.length < LOOKED_AT && last === rows.at(-1);
  return { lines, reached: whole || !last ? null : { at: last.exact, id: last.id } };
}

const steps = {
  name: "ledger_support_steps",
  table: "support_looks",
  id: "id",
  columns: `id, at, ${exactly("at")} as exact, grant_id, kind, object_kind, object_id, fields, detail, sought`,
};

type Grant = { staffId: string; staff: string; reason: string };

async function grantsOf(
  db: Database,
  accountId: string,
  rows: readonly Row[],
): Promise<Map<string, Grant>> {
  const ids = [...new Set(rows.map(({ grant_id: id }) => id))];
  if (!ids.length) return new Map();
  const found = await db.$client.query<{ id: string; staff_id: string; asked: Buffer }>({
    name: "ledger_support_grants",
    text: "select id, staff_id, asked from support_grants where account_id = $1 and id = any ($2)",
    values: [accountId, ids],
  });
  const grants = new Map<string, Grant>();
  for (const { id, staff_id: staffId, asked } of found.rows) {
    const { staff, reason } = await openAsked(db, id, asked);
    grants.set(id, { staffId, staff: `${staff} (staff)`, reason });
  }
  return grants;
}

const fieldWords: Record<PersonalField, string> = {
  name: "name",
  email: "e-mail address",
  title: "title",
  text: "words you wrote",
  origin: "where you came from",
};

function lineOf(row: Row, { masked }: StepDetail, grant: Grant, alone: boolean): Line {
  const { id, at, exact, kind, fields } = row;
  const clear = fields.split(" ").filter(Boolean) as PersonalField[];
  const did = {
    look: alone ? "looked at you" : "looked at a list with you in it",
    unmask: "uncovered something of yours",
    change: "changed something of yours",
  }[kind];
  const hidden = kind === "look" && masked.length > 0 ? ", with what is personal covered" : "";
  return {
    ...{ id, kind: "support", at: at.toISOString(), exact, day: false, count: 1 },
    who: { kind: "staff", id: grant.staffId, name: grant.staff },
    sentence: `${grant.staff} ${did} with the consent of your account${hidden}`,
    what: clear.map((field) => fieldWords[field] ?? field),
    reason: grant.reason,
    opens: null,
  };
}
