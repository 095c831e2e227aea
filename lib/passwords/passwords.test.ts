import { describe, expect, test } from "vitest";

import { listActivity } from "@/lib/activity/list-activity";
import { castPassword } from "@/lib/cast/people";
import { stranger, testCast, testRequest } from "@/lib/cast/testing";
import { testInstallation } from "@/lib/db/testing";
import { ask } from "@/lib/gate/ask";
import { execute } from "@/lib/gate/execute";
import { workOff } from "@/lib/jobs/testing";
import { openLink } from "@/lib/links/open-link";
import { listMailbox } from "@/lib/mail/mailbox";
import { lettersTo, tokenIn, tokenTo } from "@/lib/mail/testing";
import { editMe } from "@/lib/people/edit-me";
import { showMe } from "@/lib/people/show-me";
import { closeSession } from "@/lib/sessions/close-session";
import { openSession } from "@/lib/sessions/open-session";
import { resendInvitation } from "@/lib/users/resend-invitation";
import { sendReset } from "@/lib/users/send-reset";
import { changePassword } from "./change-password";
import { requestReset } from "./request-reset";
import { setPassword } from "./set-password";

const installation = testInstallation();
const { owner } = installation;
const cast = testCast();
const { as } = cast;

const fresh = "nine foxes knit a jumper";
const signIn = (email: string, password: string) =>
  execute(openSession, stranger(), { email, password });
const hashOf = async ({ personId }: { personId: string }) =>
  (
    await owner<{ hash: string }>("select password_hash as hash from persons where id = $1", [
      personId,
    ])
  )[0]!.hash;
const askForReset = async (email: string, claim = stranger()) => {
  const outcome = await execute(requestReset, claim, { email });
  await workOff(installation.ownerUrl);
  return outcome;
};
const mailTo = async (email: string) => (await listMailbox()).filter(({ to }) => to === email);

describe("asking for a reset", () => {
  test("[V6.3.8] is answered the same for everybody, and each gets what fits", async () => {
    const { userId } = cast.people.Ivo;
    expect(await execute(resendInvitation, await cast.as("Adam"), { userId })).toMatchObject({
      ok: true,
    });
    const emails = [
      cast.people.Mia.email,
      cast.people.Pia.email,
      cast.people.Ivo.email,
      "nobody@example.test",
    ];
    const answers = [];
    for (const email of emails) answers.push(await askForReset(email));
    for (const answer of answers) {
      expect({ ...answer, requestId: "" }).toEqual({ ok: true, value: null, requestId: "" });
    }
    const [[toMia] = [], [toPia] = [], [toIvo] = [], toNobody] = await Promise.all(
      emails.map(mailTo),
    );
    expect(toMia).toMatchObject({ subject: "Set a new password" });
    expect(tokenIn(toMia!.text)).toHaveLength(43);
    expect(toPia).toMatchObject({ subject: "About your request for a new password" });
    expect(toPia!.text).toContain("Your access to Acme is paused");
    expect(tokenIn(toPia!.text)).toBeNull();
    expect(toIvo).toMatchObject({ subject: "You are invited to Acme" });
    expect(tokenIn(toIvo!.text)).toHaveLength(43);
    expect(toNobody).toEqual([]);
  });

  test("is told in the activity, without saying who asked", async () => {
    const feed = await ask(listActivity, await as("Aria"), { object: cast.people.Mia.userId });
    expect(feed.ok && feed.value.data[0]).toMatchObject({
      sentence: "A link to set a new password was requested for Mia Member",
      actor: { id: null },
    });
  });

  test("[V2.4.1] the fourth in an hour is answered alike and sends nothing", async () => {
    const { Aria } = cast.people;
    for (let n = 0; n < 4; n++) {
      expect(await askForReset(Aria.email)).toMatchObject({ ok: true });
    }
    expect(await mailTo(Aria.email)).toHaveLength(3);
    const from = { kind: "visitor", request: { ...testRequest(), ip: "192.0.2.77" } } as const;
    for (let n = 0; n < 5; n++) await execute(requestReset, from, { email: `no${n}@example.test` });
    expect(await askForReset(cast.people.Otto.email, from)).toMatchObject({ ok: true });
    expect(await mailTo(cast.people.Otto.email)).toEqual([]);
  });
});

describe("setting a password by link", () => {
  test("[P14] [V6.3.6] [V7.4.3] ends every session, kills other links, signs nobody in, and says so by letter", async () => {
    const { Mia } = cast.people;
    const mia = await as("Mia");
    await execute(sendReset, await as("Adam"), { userId: Mia.userId });
    const token = await tokenTo(Mia, "reset");

    const done = await execute(setPassword, stranger(), { token, password: fresh });
    expect(done).toEqual({
      ok: true,
      value: { account: null, email: Mia.email },
      requestId: expect.any(String),
    });
    expect(await ask(showMe, mia, {})).toMatchObject({ code: "unauthenticated" });
    const open = await owner("select from sessions where person_id = $1 and ended_at is null", [
      Mia.personId,
    ]);
    expect(open).toHaveLength(0);
    expect(await signIn(Mia.email, castPassword)).toMatchObject({ code: "wrong_credentials" });
    expect(await signIn(Mia.email, fresh)).toMatchObject({ ok: true });
    expect((await lettersTo(Mia))[0]).toMatchObject({ kind: "passwordChanged", to: Mia.email });
    expect(await execute(setPassword, stranger(), { token, password: fresh })).toMatchObject({
      code: "link_dead",
    });
    const feed = await ask(listActivity, await as("Aria"), { object: Mia.userId, q: "by link" });
    expect(feed.ok && feed.value.data[0]).toMatchObject({
      sentence: "Mia Member set a new password by link",
      changes: [{ field: "password", from: "changed", to: "changed" }],
    });
  });

  test.each([
    ["[V6.2.1] too short", "fourteen chars", /1 more/],
    ["[V6.2.4] common", "1234567890qwertyuiop", /./],
    ["[V6.2.11] made of the account and oneself", "Otto Owner of Acme 2026", /connect with you/],
    ["one character over and over", "aaaaaaaaaaaaaaaaaaaa", /over and over/],
    ["longer than 128 characters", "correct horse ".repeat(12), /at most 128/],
    ["the present one", castPassword, /present password/],
  ])(
    "%s is refused with what would help, and the link still lives",
    async (_what, password, says) => {
      const { Otto } = cast.people;
      await owner("delete from limits");
      await execute(sendReset, await as("Olga"), { userId: Otto.userId });
      const token = await tokenTo(Otto, "reset");
      const before = await hashOf(Otto);
      const refused = await execute(setPassword, stranger(), { token, password });
      expect(refused).toMatchObject({
        code: "password_refused",
        fields: { password: expect.stringMatching(says) },
      });
      expect(await hashOf(Otto)).toBe(before);
      const [link] = await owner(
        "select from links where person_id = $1 and purpose = 'reset' and consumed_at is null and voided_at is null",
        [Otto.personId],
      );
      expect(link).toBeDefined();
    },
  );

  test("[V6.2.9] [V6.2.5] 128 letters of one kind are a password", async () => {
    const { Otto } = cast.people;
    const long = "quietly the lantern swings above the harbour while otters count "
      .replaceAll(" ", "")
      .repeat(3)
      .slice(0, 109)
      .concat("brassumbrellaswander")
      .slice(0, 128);
    await execute(setPassword, stranger(), {
      token: await tokenTo(Otto, "reset"),
      password: long,
    });
    expect(await signIn(Otto.email, long)).toMatchObject({ ok: true });
    expect(await signIn(Otto.email, long.slice(0, -1))).toMatchObject({
      code: "wrong_credentials",
    });
  });

  test("[P13] [V6.4.6] whoever starts a reset for another sees neither link nor password", async () => {
    await owner("delete from limits");
    const outcome = await execute(sendReset, await as("Olga"), { userId: cast.people.Adam.userId });
    expect(outcome).toEqual({ ok: true, value: null, requestId: expect.any(String) });
    expect(
      await execute(sendReset, await as("Adam"), { userId: cast.people.Olga.userId }),
    ).toMatchObject({ code: "forbidden" });
    expect(
      await execute(sendReset, await as("Adam"), { userId: cast.people.Ivo.userId }),
    ).toMatchObject({ code: "still_invited" });
    expect(
      await execute(sendReset, await as("Adam"), { userId: cast.people.Pia.userId }),
    ).toMatchObject({ code: "not_active" });
  });
});

describe("changing one's own password", () => {
  test("[V6.2.3] [V6.3.7] needs the present one, ends the other sessions, and is announced", async () => {
    const { Aria } = cast.people;
    const [here, elsewhere] = [await as("Aria"), await as("Aria")];
    expect(
      await execute(changePassword, here, { current: "not it, not at all", password: fresh }),
    ).toMatchObject({ code: "wrong_password", fields: { current: expect.any(String) } });
    expect(await execute(changePassword, here, { password: fresh })).toMatchObject({
      code: "invalid",
    });
    expect(
      await execute(changePassword, here, { current: castPassword, password: castPassword }),
    ).toMatchObject({ code: "password_refused" });
    expect(
      await execute(changePassword, here, { current: castPassword, password: "short" }),
    ).toMatchObject({ code: "password_refused" });

    expect(
      await execute(changePassword, here, { current: castPassword, password: fresh }),
    ).toMatchObject({ ok: true });
    expect([(await ask(showMe, here, {})).ok, (await ask(showMe, elsewhere, {})).ok]).toEqual([
      true,
      false,
    ]);
    expect((await lettersTo(Aria))[0]).toMatchObject({ kind: "passwordChanged" });
    expect(await signIn(Aria.email, fresh)).toMatchObject({ ok: true });
  });

  test("[V6.2.10] an old password is not asked to be changed", async () => {
    await owner("update persons set password_set_at = now() - interval '400 days'");
    expect(await signIn(cast.people.Adam.email, castPassword)).toMatchObject({ ok: true });
  });
});

describe("whoever comes with the cookie of an ended session", () => {
  test("is served like a visitor where a visitor is, and nowhere else", async () => {
    await owner("delete from limits");
    const { Adam } = cast.people;
    const adam = await as("Adam");
    await execute(closeSession, adam, {});
    expect(await askForReset(Adam.email, adam)).toMatchObject({ ok: true });
    const token = tokenIn((await mailTo(Adam.email))[0]!.text)!;
    expect(await ask(openLink, adam, { token })).toMatchObject({ value: { state: "live" } });
    expect(
      await execute(setPassword, adam, { token, password: "ten newts mend a kite" }),
    ).toMatchObject({ ok: true });
    expect(await ask(showMe, adam, {})).toMatchObject({ code: "unauthenticated" });
    expect(await execute(editMe, adam, { name: "Anyone" })).toMatchObject({
      code: "unauthenticated",
    });
  });
});
