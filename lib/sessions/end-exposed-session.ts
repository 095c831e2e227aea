import { z } from "zod";

import { call } from "@/lib/db/scope";
import { command } from "@/lib/gate/command";
import { Failure } from "@/lib/gate/failure";
import { hashToken } from "@/lib/links/token";
import { address } from "@/lib/mail/addresses";
import { letters } from "@/lib/mail/letters";
import { post } from "@/lib/mail/post";
import { openCard } from "@/lib/users/card";
import { accountVault } from "@/lib/vault/keyring";
import { endSession } from "./end";

/**
 * Ends a session whose token was sent without encryption: whoever listened has it too. Its person is told by letter
 * (P27). A token of no session tells nobody anything.
 */
export const endExposedSession = command("session.end_exposed", {
  input: z.strictObject({ token: z.string().max(200) }),
  refuses: ["not_found"],
  async run({ db, input: { token }, request }) {
    const [session] = await call<{
      session_id: string;
      person_id: string;
      account_id: string | null;
      user_id: string | null;
      card: Buffer | null;
    }>(db, "enter_session", hashToken("session", token));
    if (!session) throw new Failure("not_found");
    const { session_id, person_id: personId, account_id: accountId, user_id: id, card } = session;
    await endSession(db, personId, session_id, "exposed");
    const user = accountId && id && card ? { accountId, id, card } : null;
    await post(db, {
      personId,
      kind: "sessionExposed",
      text: letters.sessionExposed({ url: address.sessions() }),
      requestId: request.id,
      ...(user && { user: { accountId: user.accountId, id: user.id } }),
    });
    if (!user) return { value: null, told: [] };
    const { name } = openCard(await accountVault(db, user.accountId), user.id, user.card);
    return {
      value: null,
      told: { accountId: user.accountId, object: { kind: "user", id: user.id, name } },
    };
  },
});
