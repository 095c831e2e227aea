import { and, eq } from "drizzle-orm";

import { accountName, ownersOf } from "@/lib/accounts/rows";
import type { Database } from "@/lib/db/connection";
import { users } from "@/lib/db/schema";
import { address } from "@/lib/mail/addresses";
import { letters } from "@/lib/mail/letters";
import { post } from "@/lib/mail/post";
import { openCard } from "@/lib/users/card";
import { accountVault } from "@/lib/vault/keyring";
import type { KeyRecord } from "./rows";

type News = { kind: "keyRevoked"; by: string } | { kind: "keyExpires" } | { kind: "keyExposed" };

/** Writes to whoever holds a key; of an exposed one to all owners too. Nobody gets the same letter twice. */
export async function tellOfKey(
  db: Database,
  key: KeyRecord,
  news: News,
  requestId: string,
): Promise<void> {
  const readers = new Map<string, Reader>();
  const holder = await holderOf(db, key);
  if (holder) readers.set(holder.personId, holder);
  if (news.kind === "keyExposed") {
    for (const owner of await ownersOf(db, key.accountId)) {
      if (owner.status === "active") readers.set(owner.personId, owner);
    }
  }
  const about = {
    account: await accountName(db, key.accountId),
    key: key.name,
    url: address.apiKey(key.id),
  };
  for (const reader of readers.values()) {
    await post(db, {
      personId: reader.personId,
      kind: news.kind,
      text: letterOf(news, about, key, reader.id === key.holderId),
      requestId,
      to: reader.email,
      user: { accountId: key.accountId, id: reader.id },
    });
  }
}

type Reader = { id: string; personId: string; email: string };

function letterOf(
  news: News,
  about: { account: string; key: string; url: string },
  key: KeyRecord,
  holds: boolean,
) {
  switch (news.kind) {
    case "keyRevoked":
      return letters.keyRevoked({ ...about, by: news.by });
    case "keyExpires":
      return letters.keyExpires({ ...about, when: key.expiresAt.toISOString().slice(0, 10) });
    case "keyExposed":
      return letters.keyExposed({ ...about, holder: holds ? null : (key.holder?.name ?? null) });
  }
}

async function holderOf(db: Database, key: KeyRecord): Promise<Reader | null> {
  if (!key.holderId) return null;
  const [row] = await db
    .select({ id: users.id, personId: users.personId, card: users.card })
    .from(users)
    .where(and(eq(users.accountId, key.accountId), eq(users.id, key.holderId)));
  if (!row) return null;
  const { email } = openCard(await accountVault(db, key.accountId), row.id, row.card);
  return { id: row.id, personId: row.personId, email };
}
