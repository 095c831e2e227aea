import type { Database } from "@/lib/db/connection";
import { accountName } from "@/lib/accounts/rows";
import { address } from "@/lib/mail/addresses";
import { letters } from "@/lib/mail/letters";
import { post } from "@/lib/mail/post";
import type { FoundUser } from "@/lib/users/rows";
import { dayInWords } from "@/lib/ledger/words";
import { decidersOn, type RequestRecord } from "./rows";

/** Tells whoever can decide on a request, by letter: that it came, or that the month runs out. */
export async function writeToDeciders(
  db: Database,
  user: FoundUser,
  { dueAt }: Pick<RequestRecord, "dueAt">,
  kind: "erasureAsked" | "erasureDue" | "erasureLapsed",
  requestId: string,
): Promise<void> {
  const { accountId } = user.row;
  const told = {
    account: await accountName(db, accountId),
    name: user.name,
    due: dayInWords(dueAt),
    url: address.erasureRequests(),
  };
  for (const one of await decidersOn(db, user.row)) {
    await post(db, {
      personId: one.personId,
      kind,
      text: letters[kind](told),
      requestId,
      to: one.email,
      user: { accountId, id: one.id },
    });
  }
}
