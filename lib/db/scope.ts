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
