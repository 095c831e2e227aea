import { and, desc, eq, type SQL, sql } from "drizzle-orm";

import type { Database } from "@/lib/db/connection";
import { newId } from "@/lib/db/id";
import { settings, supportGrants, supportLooks, supportUnmasks } from "@/lib/db/schema";
import { Failure } from "@/lib/gate/failure";
import { type Actor, isOfStaff } from "@/lib/policy/actor";
import { accountOf } from "@/lib/policy/scope";
import { accountVault, installationVault } from "@/lib/vault/keyring";
import type { PersonalField } from "./personal";
import type { GrantState, SupportMode, SupportNoun } from "./support";

/** What was asked, in the words of whoever asked, and who it is for. */
export type Asked = { staff: string; reason: string; ticket: string | null };
/** What was opened, or is to be. */
export type Scope = {
  nouns: readonly SupportNoun[];
  fields: readonly PersonalField[];
  mode: SupportMode;
  minutes: number;
};

/** A grant as it is stored and stands at this moment, opened. */
export type GrantRecord = Omit<
  typeof supportGrants.$inferSelect,
  "asked" | "answer" | "nouns" | "fields"
> &
  Asked &
  Scope & { state: GrantState; exact: string; answer: string | null };

const askedPlace = (id: string) => ({ table: "support_grants", column: "asked", row: id });
const answerPlace = (id: string) => ({ table: "support_grants", column: "answer", row: id });

export const joined = (words: readonly string[]) => words.join(" ");
export const split = <Word extends string>(words: string) =>
  words.split(" ").filter(Boolean) as Word[];

/** What was asked, opened: it is sealed under a key of the installation, since both sides read it. */
export const openAsked = async (db: Database, id: string, asked: Buffer): Promise<Asked> =>
  (await installationVault(db, "support")).openJson<Asked>(askedPlace(id), asked);

/** Grants as the condition has them, the newest first; the database says which state each is in. */
export async function readGrants(
  db: Database,
  where: SQL | undefined,
  limit: number,
): Promise<GrantRecord[]> {
  const rows = await db
    .select({
      grant: supportGrants,
      state: sql<GrantState>`castellan.support_state(${supportGrants})`,
      exact: sql<string>`${supportGrants.requestedAt}::text`,
    })
    .from(supportGrants)
    .where(where)
    .orderBy(desc(supportGrants.requestedAt), desc(supportGrants.id))
    .limit(limit);
  const vault = await installationVault(db, "support");
  return rows.map(({ grant, state, exact }) => ({
    ...grant,
    ...vault.openJson<Asked>(askedPlace(grant.id), grant.asked),
    nouns: split<SupportNoun>(grant.nouns),
    fields: split<PersonalField>(grant.fields),
    answer: grant.answer && vault.open(answerPlace(grant.id), grant.answer),
    state,
    exact,
  }));
}

/** A grant as something a verb is done to; its name is that of the one of the staff. */
export type FoundGrant = {
  kind: "support_grant";
  id: string;
  name: string;
  holder: null;
  row: GrantRecord;
};

/** A grant of the account one acts in, or of oneself as one of the staff; not found for every other id. */
export async function findGrant({
  db,
  me,
  input: { grantId },
}: {
  db: Database;
  me: Actor;
  input: { grantId: string };
}): Promise<FoundGrant> {
  const whose = isOfStaff(me)
    ? eq(supportGrants.personId, me.personId)
    : eq(supportGrants.accountId, accountOf(me));
  const [row] = await readGrants(db, and(whose, eq(supportGrants.id, grantId)), 1);
  if (!row) throw new Failure("not_found");
  return { kind: "support_grant", id: row.id, name: row.staff, holder: null, row };
}

/** Writes down what is asked for, or offered and agreed to by an owner. */
export async function insertGrant(
  db: Database,
  grant: { accountId: string; staffId: string; personId: string } & Asked & Scope,
  invitedBy: string | null,
): Promise<string> {
  const id = newId();
  const { accountId, staffId, personId, staff, reason, ticket, nouns, fields, mode, minutes } =
    grant;
  const asked: Asked = { staff, reason, ticket };
  await db.insert(supportGrants).values({
    ...{ accountId, id, staffId, personId, mode, minutes },
    origin: invitedBy ? "invitation" : "request",
    asked: await sealAsked(db, id, asked),
    nouns: joined(nouns),
    fields: joined(fields),
    ...(invitedBy && { decision: "approved", answeredAt: sql`now()`, answeredBy: invitedBy }),
  });
  return id;
}

export const sealAsked = async (db: Database, grantId: string, asked: Asked): Promise<Buffer> =>
  (await installationVault(db, "support")).sealJson(askedPlace(grantId), asked);

/** Refuses with `support_asked` where one of the staff has something open with an account already. */
export async function insistOnNoneOpen(
  db: Database,
  personId: string,
  accountId: string,
): Promise<void> {
  const [open] = await readGrants(
    db,
    and(
      eq(supportGrants.personId, personId),
      eq(supportGrants.accountId, accountId),
      sql`castellan.support_state(${supportGrants}) in ('pending', 'invited', 'live')`,
    ),
    1,
  );
  if (open) throw new Failure("support_asked");
}

type Written = Partial<Record<keyof typeof supportGrants.$inferInsert, unknown>>;

/** Writes into a grant that is still in the state it was found in. Whoever was overtaken is refused with `code`. */
export async function updateGrant(
  db: Database,
  { row }: FoundGrant,
  set: Written,
  code: "support_answered" | "support_over",
): Promise<{ endsAt: Date | null }> {
  const [written] = await db
    .update(supportGrants)
    .set(set as Partial<typeof supportGrants.$inferInsert>)
    .where(
      and(
        eq(supportGrants.accountId, row.accountId),
        eq(supportGrants.id, row.id),
        sql`castellan.support_state(${supportGrants}) = ${row.state}`,
      ),
    )
    .returning({ endsAt: supportGrants.endsAt });
  if (!written) throw new Failure(code);
  return written;
}

/** What of a scope is written into a grant. */
export const scopeColumns = ({ nouns, fields, mode, minutes }: Scope) => ({
  nouns: joined(nouns),
  fields: joined(fields),
  mode,
  minutes,
});

/** Why a field was unmasked, under the key of the account. */
export const sealUnmaskReason = async (
  db: Database,
  accountId: string,
  objectId: string,
  reason: string,
) =>
  (await accountVault(db, accountId)).seal(
    { table: "support_unmasks", column: "reason", row: objectId },
    reason,
  );

/** Which fields of which things stand in clear within an access, as `id field`. */
export async function unmaskedIn(
  db: Database,
  accountId: string,
  grantId: string,
): Promise<ReadonlySet<string>> {
  const rows = await db
    .select({ id: supportUnmasks.objectId, field: supportUnmasks.field })
    .from(supportUnmasks)
    .where(and(eq(supportUnmasks.accountId, accountId), eq(supportUnmasks.grantId, grantId)));
  return new Set(rows.map(({ id, field }) => `${id} ${field}`));
}

export const sealAnswer = async (db: Database, grantId: string, answer: string) =>
  (await installationVault(db, "support")).seal(answerPlace(grantId), answer);

/** For how long access can last at most, as the operator has it. */
export async function mostMinutes(db: Database): Promise<number> {
  const [row] = await db.select({ most: settings.supportCeilingMinutes }).from(settings);
  return row!.most;
}

/** How often was looked and how often something was changed, for each of some grants of the account. */
export async function stepsOf(
  db: Database,
  accountId: string,
  ids: string[],
): Promise<Map<string, { looks: number; changes: number }>> {
  const rows = await db
    .select({
      id: supportLooks.grantId,
      looks: sql<number>`count(*) filter (where ${supportLooks.kind} <> 'change')::int`,
      changes: sql<number>`count(*) filter (where ${supportLooks.kind} = 'change')::int`,
    })
    .from(supportLooks)
    .where(
      and(
        eq(supportLooks.accountId, accountId),
        sql`${supportLooks.grantId} = any (${sql.param(ids)})`,
      ),
    )
    .groupBy(supportLooks.grantId);
  return new Map(rows.map(({ id, ...steps }) => [id, steps]));
}

/** The same for one. */
export const stepsOfGrant = async (db: Database, { row }: FoundGrant) =>
  (await stepsOf(db, row.accountId, [row.id])).get(row.id) ?? { looks: 0, changes: 0 };
