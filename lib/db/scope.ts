import type { Database } from "./connection";

/** Opens the scope of one account, and of one person in it, for the rest of the transaction. */
export async function enterScope(
  db: Database,
  accountId: string | null,
  personId: string | null = null,
): Promise<void> {
  await db.$client.query({
    name: "enter_scope",
    text: "select set_config('castellan.account_id', $1, true), set_config('castellan.person_id', $2, true)",
    values: [accountId ?? "", personId ?? ""],
  });
}

/** Calls one of the database's narrow functions by name and returns its rows. */
export async function call<Row extends object>(
  db: Database,
  name: string,
  ...values: unknown[]
): Promise<Row[]> {
  const parameters = values.map((_, index) => `$${index + 1}`).join(", ");
  const result = await db.$client.query<Row>({
    name,
    text: `select * from castellan.${name}(${parameters})`,
    values,
  });
  return result.rows;
}

/**
 * From here on, until `asApplication` or the end of the transaction, the database itself shows of an account only what a
 * live grant opens to the one of the staff who asks (P47). Not awaited: it travels with the next statement, and when it
 * fails that one fails too.
 */
export const asSupport = (db: Database): void => takeOn(db, "castellan_support");

/** Back to what the application may: for telling what the staff did, which needs nobody's consent. */
export const asApplication = (db: Database): void => takeOn(db, "none");

const takeOn = (db: Database, role: "castellan_support" | "none") => {
  db.$client.query(`set local role ${role}`).catch(() => {});
};
