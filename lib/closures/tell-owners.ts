import { ownersOf } from "@/lib/accounts/rows";
import type { Database } from "@/lib/db/connection";
import { enterScope } from "@/lib/db/scope";
import type { RequestInfo } from "@/lib/gate/claim";
import type { LetterKind } from "@/lib/mail/letters";
import { post } from "@/lib/mail/post";
import type { LetterText } from "@/lib/mail/render";

/** A letter to every owner who can sign in: what happens to an account as a whole is nobody's secret among them. */
export async function tellOwners(
  db: Database,
  accountId: string,
  { kind, text, request }: { kind: LetterKind; text: LetterText; request: RequestInfo },
): Promise<void> {
  for (const { id, personId, email, status } of await ownersOf(db, accountId)) {
    if (status !== "active") continue;
    const user = { accountId, id };
    await post(db, { personId, kind, text, requestId: request.id, to: email, user });
  }
  await enterScope(db, accountId);
}
