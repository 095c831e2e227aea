import { desc, eq } from "drizzle-orm";

import { inTransaction } from "@/lib/db/connection";
import { letters } from "@/lib/db/schema";
import { enterScope } from "@/lib/db/scope";
import { personVault } from "@/lib/vault/keyring";
import type { LetterKind } from "./letters";
import { bodyPlace, type LetterBody } from "./post";

export type WaitingLetter = LetterBody & { kind: LetterKind; token: string | null };

/** The letters that wait to be sent to a person, the newest first, with the token of the link in them. */
export async function lettersTo({ personId }: { personId: string }): Promise<WaitingLetter[]> {
  return inTransaction(async (db) => {
    await enterScope(db, null, personId);
    const vault = await personVault(db, personId);
    const rows = await db
      .select({ id: letters.id, kind: letters.kind, body: letters.body })
      .from(letters)
      .where(eq(letters.personId, personId))
      .orderBy(desc(letters.createdAt), desc(letters.id));
    return rows.flatMap(({ id, kind, body }) => {
      if (!body) return [];
      const opened = vault.openJson<LetterBody>(bodyPlace(id), body);
      return [{ ...opened, kind: kind as LetterKind, token: tokenIn(opened.text) }];
    });
  });
}

/** The token in the newest letter of one kind. */
export async function tokenTo(person: { personId: string }, kind: LetterKind): Promise<string> {
  const token = (await lettersTo(person)).find((letter) => letter.kind === kind)?.token;
  if (!token) throw new Error(`no ${kind} letter with a link waits`);
  return token;
}

/** The token of the link in a text. */
export const tokenIn = (text: string): string | null => /#t=([\w-]{43})/.exec(text)?.[1] ?? null;
