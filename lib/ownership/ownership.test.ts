import { describe, expect, test } from "vitest";

import { listActivity } from "@/lib/activity/list-activity";
import { castPassword } from "@/lib/cast/people";
import { testCast } from "@/lib/cast/testing";
import { testInstallation } from "@/lib/db/testing";
import { ask } from "@/lib/gate/ask";
import type { Claim } from "@/lib/gate/claim";
import { execute } from "@/lib/gate/execute";
import { lettersTo } from "@/lib/mail/testing";
import { confirmSession } from "@/lib/sessions/confirm-session";
import { changeRole } from "@/lib/users/change-role";
import { deleteUser } from "@/lib/users/delete-user";
import { leaveAccount } from "@/lib/users/leave-account";
import { pauseUser } from "@/lib/users/pause-user";
import { restoreUser } from "@/lib/users/restore-user";
import { resumeUser } from "@/lib/users/resume-user";
import { showUser } from "@/lib/users/show-user";
import { grantOwnership } from "./grant-ownership";
import { releaseOwnership } from "./release-ownership";

const { owner } = testInstallation();
const cast = testCast();
const { as } = cast;

/** A session whose password was given longer ago than a proof lasts. */
async function asLongAgo(name: "Olga" | "Otto"): Promise<Claim> {
  const claim = await as(name);
  await owner("update sessions set confirmed_at = now() - interval '10 minutes 1 second'");
  return claim;
}

const roleOf = async (userId: string) => {
  const user = await ask(showUser, await as("Aria"), { userId });
  return user.ok && user.value.role;
};

describe("granting ownership", () => {
  test("[V7.5.3] needs the password, given with it or within ten minutes", async () => {
    const { userId } = cast.people.Adam;
    const olga = await asLongAgo("Olga");
    expect(await execute(grantOwnership, olga, { userId })).toMatchObject({
      code: "step_up_required",
    });
    expect(
      await execute(grantOwnership, olga, { userId, password: "not the right one at all" }),
    ).toMatchObject({ code: "wrong_password" });
    expect(await roleOf(userId)).toBe("administrator");
    expect(await execute(grantOwnership, olga, { userId, password: castPassword })).toMatchObject({
      ok: true,
    });
    expect(await roleOf(userId)).toBe("owner");
    await execute(releaseOwnership, olga, { userId });

    const later = await asLongAgo("Olga");
    expect(
      await execute(confirmSession, later, { password: "not it at all, I fear" }),
    ).toMatchObject({
      code: "wrong_password",
    });
    expect(await execute(confirmSession, later, { password: castPassword })).toMatchObject({
      ok: true,
    });
    expect(await execute(grantOwnership, later, { userId })).toMatchObject({ ok: true });
    await execute(releaseOwnership, later, { userId });
  });

  test("is told to every owner, the new one included, by letter", async () => {
    const { userId } = cast.people.Mia;
    const otto = await as("Otto");
    expect(await execute(grantOwnership, otto, { userId })).toMatchObject({ ok: true });
    for (const name of ["Olga", "Otto", "Mia"] as const) {
      const [letter] = await lettersTo(cast.people[name]);
      expect(letter).toMatchObject({ kind: "ownershipGranted", to: cast.people[name].email });
      expect(letter!.text).toContain("Otto Owner made Mia Member an owner of the account Acme.");
    }
    expect(await lettersTo(cast.people.Adam)).not.toContainEqual(
      expect.objectContaining({ text: expect.stringContaining("Mia Member") }),
    );
    const feed = await ask(listActivity, await as("Aria"), { object: userId, limit: 1 });
    expect(feed).toMatchObject({
      value: {
        data: [
          {
            sentence: "Otto Owner made Mia Member an owner",
            changes: [{ field: "role", from: "user", to: "owner" }],
          },
        ],
      },
    });
    expect(await execute(releaseOwnership, otto, { userId })).toMatchObject({ ok: true });
    expect(await roleOf(userId)).toBe("administrator");
    await execute(changeRole, otto, { userId, role: "user" });
  });

  test("goes to nobody who cannot sign in, and to no owner twice", async () => {
    const olga = await as("Olga");
    for (const name of ["Pia", "Ivo"] as const) {
      expect(
        await execute(grantOwnership, olga, { userId: cast.people[name].userId }),
      ).toMatchObject({ code: "not_active" });
    }
    expect(await execute(grantOwnership, olga, { userId: cast.people.Otto.userId })).toMatchObject({
      code: "already_owner",
    });
    expect(
      await execute(releaseOwnership, olga, { userId: cast.people.Adam.userId }),
    ).toMatchObject({ code: "not_owner" });
  });

  test("[P17] [V8.2.1] only owners grant and release", async () => {
    for (const name of ["Adam", "Aria", "Mia"] as const) {
      const claim = await as(name);
      expect(
        await execute(grantOwnership, claim, { userId: cast.people.Mia.userId }),
      ).toMatchObject({ code: "forbidden" });
      expect(
        await execute(releaseOwnership, claim, { userId: cast.people.Otto.userId }),
      ).toMatchObject({ code: "forbidden" });
    }
    expect(
      await execute(grantOwnership, await as("Nora"), { userId: cast.people.Mia.userId }),
    ).toMatchObject({ code: "not_found" });
  });
});

describe("the last owner who can sign in", () => {
  const wayOut = "Olga Owner is the only owner who can sign in. Make someone else an owner first.";

  test("[V2.2.3] can neither release nor leave, and another owner who is paused does not count", async () => {
    await execute(pauseUser, await as("Olga"), { userId: cast.people.Otto.userId });
    const { userId } = cast.people.Olga;
    const refused = { ok: false, code: "last_owner", says: wayOut };
    expect(await execute(releaseOwnership, await as("Olga"), { userId })).toMatchObject(refused);
    expect(await execute(leaveAccount, await as("Olga"), {})).toMatchObject(refused);
    const feed = await ask(listActivity, await as("Aria"), {
      object: userId,
      outcome: "refused",
      limit: 2,
    });
    expect(feed.ok && feed.value.data.map(({ sentence }) => sentence)).toEqual([
      "Olga Owner tried to leave the account: an account needs an owner who can sign in",
      "Olga Owner tried to give up ownership: an account needs an owner who can sign in",
    ]);
    await execute(resumeUser, await as("Olga"), { userId: cast.people.Otto.userId });
  });

  test("can go once someone else owns the account, and comes back as an owner", async () => {
    const { Olga, Otto } = cast.people;
    expect(await execute(deleteUser, await as("Otto"), { userId: Olga.userId })).toMatchObject({
      ok: true,
    });
    expect(
      await execute(releaseOwnership, await as("Otto"), { userId: Otto.userId }),
    ).toMatchObject({
      code: "last_owner",
      says: "Otto Owner is the only owner who can sign in. Make someone else an owner first.",
    });
    expect(await execute(restoreUser, await as("Otto"), { userId: Olga.userId })).toMatchObject({
      ok: true,
    });
    expect(await roleOf(Olga.userId)).toBe("owner");
    expect(
      await execute(releaseOwnership, await as("Otto"), { userId: Otto.userId }),
    ).toMatchObject({ ok: true });
  });

  test("[P16] is kept by the database against every statement, one that demotes everybody included", async () => {
    const { accountId } = cast.people;
    for (const statement of [
      "update users set role = 'administrator' where account_id = $1",
      "update users set status = 'paused', paused_at = now() where account_id = $1",
      "update users set status = 'deleted', deleted_at = now() where account_id = $1",
      "delete from users where account_id = $1",
    ]) {
      await expect(owner(statement, [accountId])).rejects.toMatchObject({
        constraint: "accounts_an_owner_remains",
      });
    }
  });
});
