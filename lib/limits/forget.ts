import type { Database } from "@/lib/db/connection";
import { sameEmail } from "@/lib/shapes/email";
import { keyOf, type Limit } from "./limits";

type Counted = [bucket: Limit | "login", what: string];

/** Forgets what was counted for an account and its users: whoever is purged leaves no counter behind. */
export const forgetLimitsOfAccount = (
  db: Database,
  accountId: string,
  users: { id: string; email: string }[],
): Promise<void> =>
  forget(db, [
    ["webhook addresses of an account", accountId],
    ["webhook tests of an account", accountId],
    ["webhook replays of an account", accountId],
    ...users.flatMap(({ id, email }): Counted[] => [
      ["invitations of a user", id],
      ["reset for a person", id],
      ["invitation of an address", `${accountId}:${id}`],
      ["invitation of an address", `${accountId}:${sameEmail(email)}`],
    ]),
  ]);

/** Forgets what was counted for a person and their address. */
export const forgetLimitsOfPerson = (db: Database, personId: string, email: string) =>
  forget(db, [
    ["login", sameEmail(email)],
    ["reset for a person", sameEmail(email)],
    ["password confirmation", personId],
  ]);

async function forget(db: Database, counted: Counted[]): Promise<void> {
  const keys = await Promise.all(counted.map(([bucket, what]) => keyOf(db, bucket, what)));
  await db.$client.query("delete from limits where key = any ($1)", [keys]);
}
