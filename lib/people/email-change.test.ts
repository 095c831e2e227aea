import { describe, expect, test } from "vitest";

import { listActivity } from "@/lib/activity/list-activity";
import { castPassword } from "@/lib/cast/people";
import { type OnStage, stageUser } from "@/lib/cast/stage";
import { claimOf, stranger, testCast } from "@/lib/cast/testing";
import { inTransaction } from "@/lib/db/connection";
import { testInstallation } from "@/lib/db/testing";
import { ask } from "@/lib/gate/ask";
import { execute } from "@/lib/gate/execute";
import { openLink } from "@/lib/links/open-link";
import { renewLink } from "@/lib/links/renew-link";
import { lettersTo, tokenIn, tokenTo } from "@/lib/mail/testing";
import { changePassword } from "@/lib/passwords/change-password";
import { hashed } from "@/lib/passwords/check";
import { setPassword } from "@/lib/passwords/set-password";
import { openSession } from "@/lib/sessions/open-session";
import { listUsers } from "@/lib/users/list-users";
import { sendReset } from "@/lib/users/send-reset";
import { startEmailChange } from "@/lib/users/start-email-change";
import { cancelMyEmailChange } from "./cancel-my-email-change";
import { confirmEmail } from "./confirm-email";
import { revertEmail } from "./revert-email";
import { showMe } from "./show-me";
import { stopEmailChange } from "./stop-email-change";
import { startMyEmailChange } from "./start-my-email-change";

const { owner } = testInstallation();
const cast = testCast();
const { as } = cast;

const signIn = (email: string, password = castPassword) =>
  execute(openSession, stranger(), { email, password });
const confirm = (token: string) => execute(confirmEmail, stranger(), { token });
const revert = (token: string) => execute(revertEmail, stranger(), { token });

/** Someone of Acme's who is also next door, where they carry the same address. */
const staged = (name: string): Promise<OnStage & { there: OnStage }> =>
  inTransaction(async (db) => {
    const hash = await hashed(castPassword);
    const one = {
      name,
      email: `${name.split(" ")[0]!.toLowerCase()}@example.test`,
      role: "user" as const,
      status: "active" as const,
    };
    const there = await stageUser(db, cast.people.nextDoorId, one, hash);
    return { ...(await stageUser(db, cast.people.accountId, one, hash)), there };
  });

/** Someone of Acme's, and of no other account. */
const alone = (name: string): Promise<OnStage> =>
  inTransaction(async (db) => {
    const email = `${name.split(" ")[0]!.toLowerCase()}@example.test`;
    const one = { name, email, role: "user" as const, status: "active" as const };
    return stageUser(db, cast.people.accountId, one, await hashed(castPassword));
  });

async function movedTo(one: OnStage, email: string): Promise<void> {
  await execute(startMyEmailChange, await claimOf(one), { email });
  const done = await confirm(await tokenTo(one, "emailConfirm"));
  if (!done.ok) throw new Error(done.code);
}

describe("changing the address one signs in with", () => {
  test("[V7.5.1] needs the password given lately", async () => {
    const mia = await as("Mia");
    await owner("update sessions set confirmed_at = now() - interval '11 minutes'");
    const change = { email: "mia.new@example.test" };
    expect(await execute(startMyEmailChange, mia, change)).toMatchObject({
      code: "step_up_required",
    });
    expect(
      await execute(startMyEmailChange, mia, { ...change, password: "no idea what it was" }),
    ).toMatchObject({ code: "wrong_password" });
    expect(
      await execute(startMyEmailChange, mia, { ...change, password: castPassword }),
    ).toMatchObject({ ok: true });
    expect(await ask(showMe, mia, {})).toMatchObject({
      value: { email: "mia@example.test", pendingEmail: "mia.new@example.test" },
    });
    expect((await lettersTo(cast.people.Mia))[0]).toMatchObject({
      kind: "emailConfirm",
      to: "mia.new@example.test",
    });
    expect(await execute(cancelMyEmailChange, mia, {})).toMatchObject({ ok: true });
    expect(await confirm(await tokenTo(cast.people.Mia, "emailConfirm"))).toMatchObject({
      code: "link_dead",
    });
  });

  test("[V6.3.7] holds once the new address confirms, in every account, and the old one is told", async () => {
    const bo = await staged("Bo Both");
    await execute(startMyEmailChange, await claimOf(bo), { email: "Bo.New@example.test" });
    expect(await signIn("bo@example.test")).toMatchObject({ ok: true });
    expect(await confirm(await tokenTo(bo, "emailConfirm"))).toMatchObject({
      ok: true,
      value: { email: "bo.new@example.test" },
    });
    expect(await signIn("bo@example.test")).toMatchObject({ code: "wrong_credentials" });
    expect(await signIn("bo.new@example.test")).toMatchObject({ ok: true });
    for (const name of ["Adam", "Nora"] as const) {
      expect(await ask(listUsers, await as(name), { q: "bo both" })).toMatchObject({
        value: { data: [{ email: "bo.new@example.test" }] },
      });
      const feed = await ask(listActivity, await as(name), { action: "email.confirm" });
      expect(feed).toMatchObject({
        value: { data: [{ changes: [{ from: "bo@example.test", to: "bo.new@example.test" }] }] },
      });
    }
    expect((await lettersTo(bo))[0]).toMatchObject({ kind: "emailChanged", to: "bo@example.test" });
  });

  test("an administrator may start it, and only the new address can confirm it", async () => {
    const { Mia, Olga } = cast.people;
    const adam = await as("Adam");
    const outcome = await execute(startEmailChange, adam, {
      userId: Mia.userId,
      email: "mia.two@example.test",
    });
    expect(outcome).toEqual({ ok: true, value: null, requestId: expect.any(String) });
    expect(
      await execute(startEmailChange, adam, { userId: Olga.userId, email: "o@example.test" }),
    ).toMatchObject({ code: "forbidden" });
    const token = await tokenTo(Mia, "emailConfirm");
    expect(await confirm(token)).toMatchObject({ code: "link_waits" });
    await owner("update links set not_before = now() where purpose = 'email-confirm'");
    expect(await confirm(token)).toMatchObject({ ok: true });
    const back = await revert(await tokenTo(Mia, "emailChanged"));
    expect(back).toMatchObject({ ok: true, value: { email: "mia@example.test" } });
  });

  test("[V6.3.7] the address in use is notified first and stops it, whoever started it", async () => {
    const kim = await alone("Kim Keeps");
    const starts = [
      async () =>
        execute(startEmailChange, await as("Adam"), {
          userId: kim.userId,
          email: "adams.two@example.test",
        }),
      async () =>
        execute(startMyEmailChange, await claimOf(kim), { email: "kim.new@example.test" }),
    ];
    for (const start of starts) {
      expect(await start()).toMatchObject({ ok: true });
      const [confirming, notice] = await lettersTo(kim);
      expect(notice).toMatchObject({ kind: "emailChangeAsked", to: kim.email });
      expect(await execute(stopEmailChange, stranger(), { token: notice!.token })).toMatchObject({
        ok: true,
      });
      await owner("update links set not_before = now() where not_before is not null");
      expect(await confirm(confirming!.token!)).toMatchObject({ code: "link_dead" });
      expect(await signIn(kim.email)).toMatchObject({ ok: true });
    }
  });

  test("[V8.2.2] an administrator cannot start it for someone who is in another account too", async () => {
    const hal = await staged("Hal Halfway");
    const adam = await as("Adam");
    const change = { userId: hal.userId, email: "adams.own@example.test" };
    expect(await execute(startEmailChange, adam, change)).toMatchObject({
      code: "forbidden",
      says: expect.stringContaining("only they can change it"),
    });
    expect(await lettersTo(hal)).toEqual([]);

    const ida = await alone("Ida Into");
    expect(await execute(startEmailChange, adam, { ...change, userId: ida.userId })).toMatchObject({
      ok: true,
    });
    const token = await tokenTo(ida, "emailConfirm");
    await inTransaction(async (db) =>
      stageUser(db, cast.people.nextDoorId, ida, await hashed(castPassword)),
    );
    await owner("update links set not_before = null where person_id = $1", [ida.personId]);
    expect(await confirm(token), "they came into another one since").toMatchObject({
      code: "link_dead",
    });
    expect(await signIn(ida.email)).toMatchObject({ ok: true });
  });

  test("once cancelled or expired it cannot be brought back by whoever has the old link", async () => {
    const jo = await staged("Jo Just");
    const claim = await claimOf(jo);
    await execute(startMyEmailChange, claim, { email: "thief.three@example.test" });
    const token = await tokenTo(jo, "emailConfirm");
    expect(await ask(openLink, stranger(), { token })).toMatchObject({
      value: { state: "live", email: "t•••@example.test" },
    });
    await execute(cancelMyEmailChange, claim, {});
    const letters = (await lettersTo(jo)).length;
    expect(await execute(renewLink, stranger(), { token })).toMatchObject({ ok: true });
    expect(await lettersTo(jo)).toHaveLength(letters);
    expect(await confirm(token)).toMatchObject({ code: "link_dead" });
  });

  test("[V6.3.8] whether an address is taken is told to nobody but the one who can read its letters", async () => {
    const cleo = await staged("Cleo Curious");
    const claim = await claimOf(cleo);
    const free = await execute(startMyEmailChange, claim, { email: "free@example.test" });
    const taken = await execute(startMyEmailChange, claim, { email: cast.people.Nora.email });
    expect({ ...taken, requestId: "" }).toEqual({ ...free, requestId: "" });
    const token = await tokenTo(cleo, "emailConfirm");
    expect(await confirm(token)).toMatchObject({ code: "address_taken" });
    expect(await signIn(cleo.email)).toMatchObject({ ok: true });
    expect(await signIn(cast.people.Nora.email)).toMatchObject({ ok: true });
  });
});

describe("the way back", () => {
  test("[V6.3.7] ends all sessions and keeps the address from being changed again for three days", async () => {
    const dora = await staged("Dora Deceived");
    await movedTo(dora, "thief@example.test");
    const thief = await claimOf(dora);
    const token = await tokenTo(dora, "emailChanged");
    expect(await revert(token)).toMatchObject({ ok: true, value: { email: dora.email } });
    expect(await ask(showMe, thief, {})).toMatchObject({ code: "unauthenticated" });
    expect(await signIn("thief@example.test")).toMatchObject({ code: "wrong_credentials" });
    expect(await signIn(dora.email)).toMatchObject({ code: "wrong_credentials" });
    const fresh = "seven lanterns and a ferry bell";
    const link = await tokenTo(dora, "emailReverted");
    const set = await execute(setPassword, stranger(), { token: link, password: fresh });
    expect(set).toMatchObject({ ok: true });
    expect(await signIn(dora.email, fresh)).toMatchObject({ ok: true });
    expect(
      await execute(startMyEmailChange, await claimOf(dora), { email: "thief@example.test" }),
    ).toMatchObject({ code: "address_taken", says: expect.stringContaining("taken back") });
    expect(await revert(token)).toMatchObject({ code: "link_dead" });
    const told = (await lettersTo(dora)).map(({ kind, to }) => `${kind} to ${to}`);
    expect(told).toContain(`emailReverted to ${dora.email}`);
  });

  test("outlives a thief who changes the password, and the address once more", async () => {
    const ella = await staged("Ella Elsewhere");
    await movedTo(ella, "thief.one@example.test");
    const way = await tokenTo(ella, "emailChanged");
    const changed = await execute(changePassword, await claimOf(ella), {
      current: castPassword,
      password: "a thief was here last night",
    });
    expect(changed).toMatchObject({ ok: true });
    await movedTo(ella, "thief.two@example.test");
    const later = await tokenTo(ella, "emailChanged");
    expect(await revert(way)).toMatchObject({ ok: true, value: { email: ella.email } });
    expect(await revert(later)).toMatchObject({ code: "link_dead" });
  });

  test("is open for 72 hours", async () => {
    const finn = await staged("Finn Forgetful");
    await movedTo(finn, "finn.new@example.test");
    const left = await owner<{ hours: number }>(
      "select extract(epoch from expires_at - created_at)::float / 3600 as hours from links where person_id = $1 and purpose = 'email-revert'",
      [finn.personId],
    );
    expect(left[0]!.hours).toBeCloseTo(72, 3);
    await owner("update links set expires_at = now() where person_id = $1", [finn.personId]);
    expect(await revert(await tokenTo(finn, "emailChanged"))).toMatchObject({ code: "link_dead" });
  });
});

describe("[V6.6.2] links are good for one purpose", () => {
  test("a link to confirm sets no password, a reset link confirms no address, and a way back does neither", async () => {
    const gus = await staged("Gus Guest");
    const password = "seven otters under an umbrella";
    await execute(startMyEmailChange, await claimOf(gus), { email: "gus.new@example.test" });
    const confirmToken = await tokenTo(gus, "emailConfirm");
    await execute(sendReset, await as("Adam"), { userId: gus.userId });
    const resetToken = await tokenTo(gus, "reset");
    expect(await execute(setPassword, stranger(), { token: confirmToken, password })).toMatchObject(
      { code: "link_dead" },
    );
    expect(await confirm(resetToken)).toMatchObject({ code: "link_dead" });
    expect(await revert(confirmToken)).toMatchObject({ code: "link_dead" });
    expect(await confirm(confirmToken)).toMatchObject({ ok: true });
    const [letter] = await lettersTo(gus);
    expect(letter!.kind).toBe("emailChanged");
    const back = tokenIn(letter!.text)!;
    expect(await confirm(back)).toMatchObject({ code: "link_dead" });
    expect(await execute(setPassword, stranger(), { token: back, password })).toMatchObject({
      code: "link_dead",
    });
    expect(
      await execute(setPassword, stranger(), { token: resetToken, password }),
      "a changed address kills reset links",
    ).toMatchObject({ code: "link_dead" });
  });
});
