import { describe, expect, test } from "vitest";

import { listActivity } from "@/lib/activity/list-activity";
import { stranger, testCast } from "@/lib/cast/testing";
import { castPassword } from "@/lib/cast/people";
import { testInstallation } from "@/lib/db/testing";
import { ask } from "@/lib/gate/ask";
import { execute } from "@/lib/gate/execute";
import { workOff } from "@/lib/jobs/testing";
import { openLink } from "@/lib/links/open-link";
import { lettersTo, tokenTo } from "@/lib/mail/testing";
import { changePassword } from "@/lib/passwords/change-password";
import { requestReset } from "@/lib/passwords/request-reset";
import { setPassword } from "@/lib/passwords/set-password";
import { confirmEmail } from "@/lib/people/confirm-email";
import { showMe } from "@/lib/people/show-me";
import { startMyEmailChange } from "@/lib/people/start-my-email-change";
import { openSession } from "@/lib/sessions/open-session";
import { cancelEmailChange } from "./cancel-email-change";
import { inviteUser } from "./invite-user";
import { listUsers } from "./list-users";
import { previewRemoval } from "./preview-removal";
import { resendInvitation } from "./resend-invitation";
import { restoreUser } from "./restore-user";
import { revokeInvitation } from "./revoke-invitation";
import { showUser } from "./show-user";

const installation = testInstallation();
const { owner } = installation;
const cast = testCast();
const { as } = cast;

const goodPassword = "seven otters under an umbrella";

async function personOf(userId: string) {
  const [row] = await owner<{ person_id: string }>("select person_id from users where id = $1", [
    userId,
  ]);
  return { personId: row!.person_id };
}

async function invited(email: string, role = "user") {
  const outcome = await execute(inviteUser, await as("Adam"), { email, role });
  if (!outcome.ok) throw new Error(outcome.code);
  return { userId: outcome.value.userId, ...(await personOf(outcome.value.userId)) };
}

describe("inviting", () => {
  test("[P14] [V6.4.1] an invited user accepts with a password of their own, and only then can sign in", async () => {
    const { userId, personId } = await invited("Iris@Example.test");
    const [letter] = await lettersTo({ personId });
    expect(letter).toMatchObject({ kind: "invitation", to: "iris@example.test" });
    expect(letter!.text).toContain("Adam Admin invited you to the account Acme.");

    const signIn = { email: "iris@example.test", password: goodPassword };
    expect(await execute(openSession, stranger(), signIn)).toMatchObject({
      code: "wrong_credentials",
    });
    expect(
      await execute(openSession, stranger(), { ...signIn, password: letter!.token! }),
    ).toMatchObject({ code: "wrong_credentials" });

    const accepted = await execute(setPassword, stranger(), {
      token: letter!.token,
      password: goodPassword,
      name: "Iris Invited",
    });
    expect(accepted).toMatchObject({ ok: true, value: { account: "Acme" } });
    expect(await execute(openSession, stranger(), signIn)).toMatchObject({ ok: true });
    expect(await ask(showUser, await as("Adam"), { userId })).toMatchObject({
      value: { name: "Iris Invited", status: "active", invitation: null },
    });
    const told = await ask(listActivity, await as("Aria"), { object: userId });
    expect(told.ok && told.value.data.map(({ sentence }) => sentence)).toEqual(
      expect.arrayContaining([
        "Adam Admin invited iris as user",
        "Iris Invited accepted the invitation",
        "Iris Invited signed in",
      ]),
    );
  });

  test("[V6.3.8] an address of a person in another account is answered like any other", async () => {
    const strange = await execute(inviteUser, await as("Adam"), { email: "nobody@example.test" });
    const known = await execute(inviteUser, await as("Adam"), { email: cast.people.Nora.email });
    const shape = (outcome: typeof known) => ({
      ...outcome,
      requestId: "",
      value: outcome.ok && Object.keys(outcome.value),
    });
    expect(shape(known)).toEqual(shape(strange));

    const [toKnown, toStrange] = await Promise.all(
      [known, strange].map(async (outcome) => {
        if (!outcome.ok) throw new Error(outcome.code);
        return ask(showUser, await as("Adam"), { userId: outcome.value.userId });
      }),
    );
    expect(toKnown).toMatchObject({ value: { name: "nora", invitation: { state: "queued" } } });
    expect(toStrange).toMatchObject({ value: { name: "nobody", invitation: { state: "queued" } } });
  });

  test("a person with a password elsewhere accepts without giving one, and keeps it", async () => {
    const { Nora } = cast.people;
    const accepted = await execute(setPassword, stranger(), {
      token: await tokenTo(Nora, "invitation"),
    });
    expect(accepted).toMatchObject({ ok: true, value: { account: "Acme" } });
    const signedIn = await execute(openSession, stranger(), {
      email: Nora.email,
      password: castPassword,
    });
    expect(signedIn).toMatchObject({ ok: true, value: { picked: false } });
  });

  test("one mailbox is one person, however its host is written: invited, signed in, reset and refused", async () => {
    const { userId, personId } = await invited("Irma@MÜNCHEN.example.test");
    expect(await ask(showUser, await as("Adam"), { userId })).toMatchObject({
      value: { email: "irma@münchen.example.test" },
    });
    const [letter] = await lettersTo({ personId });
    await execute(setPassword, stranger(), { token: letter!.token, password: goodPassword });
    for (const email of [" irma@xn--mnchen-3ya.example.test", "IRMA@mu\u0308nchen.Example.test"]) {
      const signIn = { email, password: goodPassword };
      expect(await execute(openSession, stranger(), signIn)).toMatchObject({ ok: true });
      expect(await execute(inviteUser, await as("Adam"), { email })).toMatchObject({
        code: "already_user",
      });
    }
  });

  test("an address that has a user here is refused, one in the bin with the way out", async () => {
    const adam = await as("Adam");
    expect(await execute(inviteUser, adam, { email: "MIA@example.test" })).toMatchObject({
      ok: false,
      code: "already_user",
    });
    const { userId } = await invited("late@example.test");
    await execute(revokeInvitation, adam, { userId });
    expect(await execute(inviteUser, adam, { email: "late@example.test" })).toMatchObject({
      code: "already_user",
      says: "This address belongs to a user in the bin. Restore that user instead.",
    });
  });

  test("[V2.3.4] one address invited ten times at once becomes one user", async () => {
    const adam = await as("Adam");
    const outcomes = await Promise.all(
      Array.from({ length: 3 }, () => execute(inviteUser, adam, { email: "twice@example.test" })),
    );
    expect(outcomes.map((outcome) => (outcome.ok ? "ok" : outcome.code)).toSorted()).toEqual([
      "already_user",
      "already_user",
      "ok",
    ]);
  });

  test("resending kills the old link; the new one works", async () => {
    const { userId, personId } = await invited("again@example.test");
    const old = await tokenTo({ personId }, "invitation");
    expect(await execute(resendInvitation, await as("Adam"), { userId })).toMatchObject({
      ok: true,
    });
    const fresh = await tokenTo({ personId }, "invitation");
    expect(fresh).not.toBe(old);
    const accept = (token: string) =>
      execute(setPassword, stranger(), { token, password: goodPassword });
    expect(await accept(old)).toMatchObject({ code: "link_dead" });
    expect(await ask(openLink, stranger(), { token: old })).toMatchObject({
      value: { state: "expired" },
    });
    expect(await accept(fresh)).toMatchObject({ ok: true });
  });

  test("revoking kills the link at once; restored and resent, the user can still come", async () => {
    const adam = await as("Adam");
    const { userId, personId } = await invited("never@example.test");
    const token = await tokenTo({ personId }, "invitation");
    expect(await execute(revokeInvitation, adam, { userId })).toMatchObject({ ok: true });
    expect(await execute(setPassword, stranger(), { token, password: goodPassword })).toMatchObject(
      { code: "link_dead" },
    );
    expect(await ask(showUser, adam, { userId })).toMatchObject({ value: { status: "deleted" } });

    await execute(restoreUser, adam, { userId });
    expect(await ask(showUser, adam, { userId })).toMatchObject({
      value: { status: "invited", invitation: { state: "revoked" } },
    });
    await execute(resendInvitation, adam, { userId });
    const accepted = await execute(setPassword, stranger(), {
      token: await tokenTo({ personId }, "invitation"),
      password: goodPassword,
    });
    expect(accepted).toMatchObject({ ok: true });
  });

  test("[V6.3.8] [V8.2.2] inviting somebody who is in another account shows nothing of what they do there", async () => {
    const { Mia } = cast.people;
    const nora = await as("Nora");
    const outcome = await execute(inviteUser, nora, { email: Mia.email });
    if (!outcome.ok) throw new Error(outcome.code);
    const { userId } = outcome.value;

    const mia = await as("Mia");
    await execute(startMyEmailChange, mia, { email: "mia.away@example.test" });
    await execute(openSession, stranger(), { email: Mia.email, password: "not hers, not at all" });
    await execute(requestReset, stranger(), { email: Mia.email });
    await workOff(installation.ownerUrl);
    expect(await execute(cancelEmailChange, nora, { userId })).toMatchObject({ code: "not_found" });
    expect(await ask(showUser, nora, { userId })).toMatchObject({ value: { pendingEmail: null } });
    expect(await ask(showMe, mia, {})).toMatchObject({
      value: { pendingEmail: "mia.away@example.test" },
    });
    await execute(changePassword, mia, { current: castPassword, password: goodPassword });

    await execute(startMyEmailChange, mia, { email: "mia.away@example.test" });
    await execute(confirmEmail, stranger(), { token: await tokenTo(Mia, "emailConfirm") });
    expect(await ask(listUsers, nora, { q: "mia" })).toMatchObject({
      value: { data: [{ email: Mia.email }] },
    });
    await execute(revokeInvitation, nora, { userId });
    await execute(openSession, stranger(), { email: "mia.away@example.test", password: "no" });
    await workOff(installation.ownerUrl);
    expect(await ask(previewRemoval, nora, { userId })).toMatchObject({
      value: { lastUserOfPerson: null, sessions: 0, letters: 1 },
    });
    const feed = await ask(listActivity, nora, { object: userId });
    expect(
      feed.ok && feed.value.data.filter(({ outcome }) => outcome === "ok").map((one) => one.action),
    ).toEqual(["user.revoke_invitation", "user.invite"]);
    const told = await owner(
      "select from activity where object_id = $1 and action in ('session.refuse', 'password.answer_reset_request', 'password.change')",
      [Mia.userId],
    );
    expect(told, "her own account is told all of it").toHaveLength(4);
  });

  test("whoever has accepted is invited no more", async () => {
    const userId = cast.people.Mia.userId;
    const adam = await as("Adam");
    const refused = { ok: false, code: "not_invited" };
    expect(await execute(resendInvitation, adam, { userId })).toMatchObject(refused);
    expect(await execute(revokeInvitation, adam, { userId })).toMatchObject(refused);
  });

  test("[V8.2.1] only owners and administrators invite, and nobody hands out ownership that way", async () => {
    for (const name of ["Aria", "Mia"] as const) {
      expect(
        await execute(inviteUser, await as(name), { email: "friend@example.test" }),
      ).toMatchObject({ code: "forbidden" });
    }
    expect(
      await execute(inviteUser, await as("Olga"), { email: "boss@example.test", role: "owner" }),
    ).toMatchObject({ code: "invalid", fields: { role: expect.any(String) } });
  });

  test("[V2.3.2] the fourth invitation of one address in a day is refused", async () => {
    const { userId } = await invited("patient@example.test");
    const adam = await as("Adam");
    const outcomes = [];
    for (let n = 0; n < 4; n++) outcomes.push(await execute(resendInvitation, adam, { userId }));
    expect(outcomes.map(({ ok }) => ok)).toEqual([true, true, true, false]);
    expect(outcomes[3]).toMatchObject({ code: "too_many", retryAfter: expect.any(Number) });
  });
});
