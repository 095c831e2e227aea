import { z } from "zod";

import { accountName } from "@/lib/accounts/rows";
import { call, enterScope } from "@/lib/db/scope";
import { command } from "@/lib/gate/command";
import { addressBlock, insist } from "@/lib/limits/limits";
import { sendResetLink } from "@/lib/passwords/reset-link";
import { peopledPlaces, toldInEach } from "@/lib/people/places";
import { credentialsOf } from "@/lib/people/rows";
import { loggedFor } from "@/lib/staff/logged-for";
import { welcomeStaff } from "@/lib/staff/welcome";
import { sendInvitation } from "@/lib/users/invitation";
import type { Purpose } from "./rows";
import { inviterOf, startedByItself } from "./starter";
import { hashToken } from "./token";

type Row = {
  purpose: Purpose;
  person_id: string | null;
  account_id: string | null;
  user_id: string | null;
  state: string;
};

/**
 * Sends a fresh invitation or reset link to the address on record, for someone whose link has expired or was used. The
 * answer is always the same; nothing is told to whoever holds a wrong token. A change of address is never renewed: its
 * letter goes to an address that is not on record, and the person may have cancelled it or taken their address back.
 */
export const renewLink = command("link.renew", {
  input: z.strictObject({ token: z.string().max(200) }),
  refuses: [],
  async prepare({ token }, _me, request) {
    await insist("reset from an address block", addressBlock(request.ip));
    await insist("invitation of an address", `renew:${token}`);
  },
  async run({ db, input, request }) {
    const [link] = await call<Row>(db, "open_link", hashToken("link", input.token));
    if (!link?.person_id || link.state === "live" || link.state === "lapsed")
      return { value: null, told: [] };
    const { person_id: personId, account_id: accountId, user_id: userId } = link;
    const person = await credentialsOf(db, personId);
    const places = await peopledPlaces(db, personId);
    const here = places.filter((place) =>
      accountId ? place.accountId === accountId : place.status === "active",
    );
    await enterScope(db, accountId, personId);
    const staff = await loggedFor(db, personId);
    const starter =
      link.purpose === "invitation" && accountId && userId
        ? await inviterOf(db, { accountId, id: userId, personId })
        : null;
    if (
      link.purpose === "invitation" &&
      accountId &&
      userId &&
      starter &&
      here.some(({ status }) => status === "invited")
    ) {
      await sendInvitation(db, {
        person,
        user: { accountId, id: userId },
        account: await accountName(db, accountId),
        inviter: null,
        starter,
        requestId: request.id,
      });
    } else if (link.purpose === "staff-invitation" && staff.length && !person.password_hash) {
      await welcomeStaff(db, person, request.id, startedByItself("link.renew"));
    } else if (link.purpose === "reset" && (here.length || staff.length)) {
      await sendResetLink(db, person, {
        by: null,
        starter: startedByItself("link.renew"),
        requestId: request.id,
      });
    } else {
      return { value: null, told: [] };
    }
    return {
      value: null,
      told: [...toldInEach(here), ...staff].map(({ by: _unproved, ...told }) => told),
    };
  },
});
