import type { Database } from "@/lib/db/connection";
import { newId } from "@/lib/db/id";
import { users } from "@/lib/db/schema";
import { type FoundPerson, personFor } from "@/lib/people/rows";
import { sealCard } from "@/lib/users/card";
import { accountVault } from "@/lib/vault/keyring";
import { createAccountRow } from "./rows";

type FirstOwner = { account: string; name: string; email: string; activeSince: Date | null };

/** Makes an account and the user who owns it: active at once where they have proved themselves, else invited. */
export async function createFirstOwner(
  db: Database,
  { account, name, email, activeSince }: FirstOwner,
): Promise<{
  accountId: string;
  person: FoundPerson;
  user: { accountId: string; id: string; personId: string };
}> {
  const accountId = await createAccountRow(db, account);
  const person = await personFor(db, accountId, email);
  const id = newId();
  await db.insert(users).values({
    accountId,
    id,
    personId: person.id,
    card: sealCard(await accountVault(db, accountId), id, { name, email }),
    role: "owner",
    status: activeSince ? "active" : "invited",
    acceptedAt: activeSince,
  });
  return { accountId, person, user: { accountId, id, personId: person.id } };
}
