import { describe, expect, test } from "vitest";

import { revokeKey } from "@/lib/api-keys/revoke-key";
import { castPassword } from "@/lib/cast/people";
import { type OnStage, stageKey, stageUser } from "@/lib/cast/stage";
import { claimOf, keyClaim, stranger, testCast } from "@/lib/cast/testing";
import { freshEmail } from "@/lib/cast/every-verb";
import { inTransaction } from "@/lib/db/connection";
import { testInstallation } from "@/lib/db/testing";
import { ask } from "@/lib/gate/ask";
import type { Claim } from "@/lib/gate/claim";
import { execute } from "@/lib/gate/execute";
import { tokenTo } from "@/lib/mail/testing";
import { grantOwnership } from "@/lib/ownership/grant-ownership";
import { hashed } from "@/lib/passwords/check";
import { answerResetRequest } from "@/lib/passwords/answer-reset-request";
import { setPassword } from "@/lib/passwords/set-password";
import { confirmEmail } from "@/lib/people/confirm-email";
import { startMyEmailChange } from "@/lib/people/start-my-email-change";
import { changeRole } from "@/lib/users/change-role";
import { deleteUser } from "@/lib/users/delete-user";
import { inviteUser } from "@/lib/users/invite-user";
import { pauseUser } from "@/lib/users/pause-user";
import { restoreUser } from "@/lib/users/restore-user";
import { resendInvitation } from "@/lib/users/resend-invitation";
import { resumeUser } from "@/lib/users/resume-user";
import { sendReset } from "@/lib/users/send-reset";
import { showUser } from "@/lib/users/show-user";
import { startEmailChange } from "@/lib/users/start-email-change";
import type { Role, Status } from "@/lib/users/user";
import { jobClaim } from "@/lib/gate/claim";
import { openLink } from "./open-link";
import { renewLink } from "./renew-link";

const { owner } = testInstallation();
const cast = testCast();

const fresh = async (role: Role, status: Status = "active"): Promise<OnStage> => {
  const hash = await hashed(castPassword);
  return inTransaction((db) =>
    stageUser(
      db,
      cast.people.accountId,
      { name: `A ${role}`, email: freshEmail(), role, status },
      hash,
    ),
  );
};
const must = async (outcome: Promise<{ ok: boolean; code?: string }>) => {
  const told = await outcome;
  if (!told.ok) throw new Error(`refused with ${told.code}`);
};

type Change = (olga: Claim, one: OnStage) => Promise<unknown>;
/** What can happen to somebody between the start and the use, and whether an administrator may still do the same afterwards. */
const changes: Record<string, { change: Change; keeps: boolean }> = {
  nothing: { change: async () => {}, keeps: true },
  "is demoted": {
    change: (olga, { userId }) => must(execute(changeRole, olga, { userId, role: "auditor" })),
    keeps: false,
  },
  "becomes owner": {
    change: (olga, { userId }) => must(execute(grantOwnership, olga, { userId })),
    keeps: true,
  },
  "is paused": {
    change: (olga, { userId }) => must(execute(pauseUser, olga, { userId })),
    keeps: false,
  },
  "is paused and resumed": {
    change: async (olga, { userId }) => {
      await must(execute(pauseUser, olga, { userId }));
      await must(execute(resumeUser, olga, { userId }));
    },
    keeps: false,
  },
  "is deleted": {
    change: (olga, { userId }) => must(execute(deleteUser, olga, { userId })),
    keeps: false,
  },
  "is deleted and restored": {
    change: async (olga, { userId }) => {
      await must(execute(deleteUser, olga, { userId }));
      await must(execute(restoreUser, olga, { userId }));
    },
    keeps: false,
  },
};

/** A power that is started now and used later. */
type Deferred = {
  invites?: true;
  start: (starter: Claim, them: OnStage) => Promise<string>;
  use: (token: string) => Promise<unknown>;
};
const password = "nine foxes knit a jumper";
const setOne = (token: string) => execute(setPassword, stranger(), { token, password });
const deferred: Record<string, Deferred> = {
  "an address change": {
    start: async (starter, them) => {
      await must(execute(startEmailChange, starter, { userId: them.userId, email: freshEmail() }));
      const token = await tokenTo(them, "emailConfirm");
      await owner("update links set not_before = null where person_id = $1", [them.personId]);
      return token;
    },
    use: (token) => execute(confirmEmail, stranger(), { token }),
  },
  "a reset": {
    start: async (starter, them) => {
      await must(execute(sendReset, starter, { userId: them.userId }));
      return tokenTo(them, "reset");
    },
    use: setOne,
  },
  "an invitation sent again": {
    invites: true,
    start: async (starter, them) => {
      await must(execute(resendInvitation, starter, { userId: them.userId }));
      return tokenTo(them, "invitation");
    },
    use: setOne,
  },
};

describe("[V8.3.2] a power that waits is asked for again when it is used", () => {
  const cases = Object.keys(deferred).flatMap((power) =>
    Object.keys(changes).map((change) => ({ power, change })),
  );

  test.each(cases)("$power: its starter $change", async ({ power, change }) => {
    const { start, use, invites } = deferred[power]!;
    const [olga, adam] = [await cast.as("Olga"), await fresh("administrator")];
    const them = await fresh("administrator", invites ? "invited" : "active");
    const token = await start(await claimOf(adam), them);
    await changes[change]!.change(olga, adam);
    expect(await use(token)).toMatchObject(
      changes[change]!.keeps ? { ok: true } : { code: "link_dead" },
    );
  });

  const ofTarget = cases.filter(({ power }) => !deferred[power]!.invites);
  test.each(ofTarget)("$power: its target $change", async ({ power, change }) => {
    const { start, use } = deferred[power]!;
    const [olga, them] = [await cast.as("Olga"), await fresh("administrator")];
    const token = await start(await claimOf(await fresh("administrator")), them);
    await changes[change]!.change(olga, them);
    expect(await use(token)).toMatchObject(
      change === "nothing" ? { ok: true } : { code: "link_dead" },
    );
  });

  test.each(Object.keys(changes))(
    "an address change of one's own: the person %s",
    async (change) => {
      const them = await fresh("administrator");
      await must(execute(startMyEmailChange, await claimOf(them), { email: freshEmail() }));
      const token = await tokenTo(them, "emailConfirm");
      await changes[change]!.change(await cast.as("Olga"), them);
      expect(await execute(confirmEmail, stranger(), { token })).toMatchObject(
        change === "nothing" ? { ok: true } : { code: "link_dead" },
      );
    },
  );

  test("the policy alone refuses it too, where no trigger saw the change", async () => {
    const [adam, them] = [await fresh("administrator"), await fresh("user", "invited")];
    await must(execute(resendInvitation, await claimOf(adam), { userId: them.userId }));
    const token = await tokenTo(them, "invitation");
    await owner("alter table users disable trigger void_pending");
    await owner("update users set role = 'user' where id = $1", [adam.userId]);
    await owner("alter table users enable trigger void_pending");
    expect(await ask(openLink, stranger(), { token })).toMatchObject({
      value: { state: "lapsed" },
    });
    expect(await setOne(token)).toMatchObject({ code: "link_dead" });
  });
});

describe("an invitation whose inviter cannot invite any more", () => {
  test("says so, is renewed by nobody but another administrator, and works again then", async () => {
    const [olga, adam] = [await cast.as("Olga"), await fresh("administrator")];
    const email = freshEmail();
    const invited = await execute(inviteUser, await claimOf(adam), {
      email,
      role: "administrator",
    });
    if (!invited.ok) throw new Error(invited.code);
    const { userId } = invited.value;
    const [row] = await owner<{ person_id: string }>("select person_id from users where id = $1", [
      userId,
    ]);
    const them = { ...adam, userId, email, personId: row!.person_id };
    const token = await tokenTo(them, "invitation");
    await must(execute(pauseUser, olga, { userId: adam.userId }));

    expect(await ask(openLink, stranger(), { token })).toMatchObject({
      value: { state: "lapsed" },
    });
    expect(await setOne(token)).toMatchObject({
      code: "link_dead",
      says: expect.stringContaining("administrator"),
    });
    await execute(renewLink, stranger(), { token });
    await execute(answerResetRequest, jobClaim(null), { email });
    expect(await tokenTo(them, "invitation"), "no fresh letter").toBe(token);
    expect(await ask(showUser, olga, { userId })).toMatchObject({
      value: { status: "invited", invitation: { state: "lapsed" } },
    });

    await must(execute(resendInvitation, olga, { userId }));
    expect(await setOne(await tokenTo(them, "invitation"))).toMatchObject({ ok: true });
  });

  test("a revoked key takes its invitations along", async () => {
    const adam = await fresh("administrator");
    const { keyId, key } = await stageKey(adam);
    const email = freshEmail();
    const invited = await execute(inviteUser, keyClaim(key), { email });
    if (!invited.ok) throw new Error(invited.code);
    const { userId } = invited.value;
    const [row] = await owner<{ person_id: string }>("select person_id from users where id = $1", [
      userId,
    ]);
    const token = await tokenTo({ personId: row!.person_id }, "invitation");
    await must(execute(revokeKey, await claimOf(adam), { keyId }));
    expect(await setOne(token)).toMatchObject({ code: "link_dead" });
  });
});
