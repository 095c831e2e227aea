import { setTimeout as pause } from "node:timers/promises";

import { describe, expect, test } from "vitest";

import { listActivity } from "@/lib/activity/list-activity";
import { castPassword } from "@/lib/cast/people";
import { type OnStage, stageSession, stageUser } from "@/lib/cast/stage";
import { claimOf, stranger, testCast, testRequest } from "@/lib/cast/testing";
import { inTransaction } from "@/lib/db/connection";
import { testInstallation } from "@/lib/db/testing";
import { ask } from "@/lib/gate/ask";
import type { Claim } from "@/lib/gate/claim";
import { execute } from "@/lib/gate/execute";
import { sessionClaim } from "@/lib/gate/from-request";
import { workOff } from "@/lib/jobs/testing";
import { hashToken } from "@/lib/links/token";
import { hashed } from "@/lib/passwords/check";
import { showMe } from "@/lib/people/show-me";
import { pauseUser } from "@/lib/users/pause-user";
import { resumeUser } from "@/lib/users/resume-user";
import { chooseAccount } from "./choose-account";
import { closeSession } from "./close-session";
import { endOtherSessions } from "./end-other-sessions";
import { endSession } from "./end-session";
import { endUserSession } from "./end-user-session";
import { endUserSessions } from "./end-user-sessions";
import { listMySessions } from "./list-my-sessions";
import { listUserSessions } from "./list-user-sessions";
import { openSession } from "./open-session";

const installation = testInstallation();
const { owner } = installation;
const cast = testCast();
const { as } = cast;

const claim = (token: string): Claim => sessionClaim(token, testRequest());
const tokenOf = (of: Claim) => (of.kind === "session" ? of.token : "");
const alive = async (of: Claim) => (await ask(showMe, of, {})).ok;
/** Moves the times of a session's row, as if so much time had passed. */
const age = (of: Claim, column: string, time: string) =>
  owner(`update sessions set ${column} = ${time} where token_hash = $1`, [
    hashToken("session", tokenOf(of)),
  ]);
const idOf = async (of: Claim) =>
  (
    await owner<{ id: string }>("select id from sessions where token_hash = $1", [
      hashToken("session", tokenOf(of)),
    ])
  )[0]!.id;
const signIn = (person: { email: string }, more: object = {}) =>
  execute(openSession, stranger(), { email: person.email, password: castPassword, ...more });

describe("how long a session lasts", () => {
  test("[V7.3.1] half an hour of rest ends it, and use in between keeps it", async () => {
    const mia = await as("Mia");
    await age(mia, "seen_at", "now() - interval '29 minutes 59 seconds'");
    expect(await alive(mia)).toBe(true);
    await age(mia, "created_at", "created_at - interval '5 minutes'");
    expect(await alive(mia)).toBe(true);
    await age(mia, "seen_at", "now() - interval '30 minutes 1 second'");
    expect(await ask(showMe, mia, {})).toMatchObject({ code: "unauthenticated" });
    expect(await ask(showMe, mia, {})).toMatchObject({ code: "unauthenticated" });
  });

  test("[V7.3.2] twelve hours end it, however busy", async () => {
    const opened = await signIn(cast.people.Mia);
    if (!opened.ok) throw new Error(opened.code);
    const [row] = await owner<{ hours: number }>(
      "select extract(epoch from expires_at - created_at)::float / 3600 as hours from sessions where token_hash = $1",
      [hashToken("session", opened.value.token)],
    );
    expect(row!.hours).toBeCloseTo(12, 3);
    const mia = claim(opened.value.token);
    expect(await alive(mia)).toBe(true);
    await age(mia, "expires_at", "now()");
    expect(await ask(showMe, mia, {})).toMatchObject({ code: "unauthenticated" });
    const other = await as("Mia");
    const list = await ask(listMySessions, other, {});
    expect(list).toMatchObject({ value: { data: [{ current: true }] } });
  });

  test("[V7.1.2] the eleventh session ends the oldest", async () => {
    const { Aria } = cast.people;
    const tokens: string[] = [];
    for (let n = 0; n < 11; n++) {
      const opened = await signIn(Aria);
      if (!opened.ok) throw new Error(opened.code);
      tokens.push(opened.value.token);
    }
    expect(await Promise.all(tokens.map((token) => alive(claim(token))))).toEqual([
      false,
      ...Array<boolean>(10).fill(true),
    ]);
  });

  test("[V7.2.3] a token is 256 random bits, of which only a hash is kept", async () => {
    const opened = await signIn(cast.people.Mia);
    if (!opened.ok) throw new Error(opened.code);
    const { token } = opened.value;
    expect(Buffer.from(token, "base64url")).toHaveLength(32);
    const [row] = await owner<{ row: string }>(
      "select to_jsonb(s)::text as row from sessions s where token_hash = $1",
      [hashToken("session", token)],
    );
    expect(row!.row).not.toContain(token);
    expect(row!.row).not.toContain(Buffer.from(token, "base64url").toString("hex"));
  });

  test("[P10] [V7.2.1] made-up and altered tokens are refused", async () => {
    const token = tokenOf(await as("Mia"));
    const altered = `${token.slice(0, -2)}${token.endsWith("AA") ? "BA" : "AA"}`;
    for (const wrong of ["", "x", altered, token.toUpperCase(), `${token}A`]) {
      expect(await alive(claim(wrong)), wrong).toBe(false);
    }
  });
});

describe("ending sessions", () => {
  test("[V7.4.1] after signing out the token is worthless", async () => {
    const mia = await as("Mia");
    expect(await execute(closeSession, mia, {})).toMatchObject({ ok: true });
    expect(await ask(showMe, mia, {})).toMatchObject({ code: "unauthenticated" });
    expect(await execute(closeSession, mia, {})).toMatchObject({ code: "unauthenticated" });
  });

  test("one of one's own, all the others, and nobody else's", async () => {
    const [first, second, third] = [await as("Adam"), await as("Adam"), await as("Adam")];
    const adams = await ask(listMySessions, first, {});
    expect(adams.ok && adams.value.data).toHaveLength(3);
    expect(adams.ok && adams.value.data.filter(({ current }) => current)).toMatchObject([
      { id: await idOf(first) },
    ]);

    expect(await execute(endSession, first, { sessionId: await idOf(second) })).toMatchObject({
      ok: true,
    });
    expect([await alive(first), await alive(second), await alive(third)]).toEqual([
      true,
      false,
      true,
    ]);
    expect(await execute(endOtherSessions, first, {})).toMatchObject({ value: { ended: 1 } });
    expect([await alive(first), await alive(third)]).toEqual([true, false]);

    const olga = await as("Olga");
    expect(await execute(endSession, first, { sessionId: await idOf(olga) })).toMatchObject({
      code: "not_found",
    });
    expect(await alive(olga)).toBe(true);
  });

  test("[V7.4.5] an administrator ends one or all sessions of a user, an owner's never", async () => {
    const { Mia, Olga } = cast.people;
    await owner("update sessions set ended_at = now() where user_id = $1", [Mia.userId]);
    const [one, two, olga, adam] = [
      await as("Mia"),
      await as("Mia"),
      await as("Olga"),
      await as("Adam"),
    ];
    const listed = await ask(listUserSessions, adam, { userId: Mia.userId });
    expect(listed.ok && listed.value.data).toHaveLength(2);
    expect(
      await execute(endUserSession, adam, { userId: Mia.userId, sessionId: await idOf(one) }),
    ).toMatchObject({ ok: true });
    expect([await alive(one), await alive(two)]).toEqual([false, true]);
    expect(
      await execute(endUserSession, adam, { userId: Mia.userId, sessionId: await idOf(olga) }),
    ).toMatchObject({ code: "not_found" });
    expect(await execute(endUserSessions, adam, { userId: Mia.userId })).toMatchObject({
      value: { ended: 1 },
    });
    expect(await alive(two)).toBe(false);
    expect(await execute(endUserSessions, adam, { userId: Olga.userId })).toMatchObject({
      code: "forbidden",
    });
    expect(await alive(olga)).toBe(true);
  });
});

describe("a person in two accounts", () => {
  let both: OnStage;
  let there: OnStage;
  const staged = async () => {
    const hash = await hashed(castPassword);
    await inTransaction(async (db) => {
      const one = {
        name: "Bo Both",
        email: "bo@example.test",
        role: "user" as const,
        status: "active" as const,
      };
      both = await stageUser(db, cast.people.accountId, one, hash);
      there = await stageUser(db, cast.people.nextDoorId, { ...one, name: "Bo There" }, hash);
    });
  };

  test("picks the account after signing in, sees nothing before, and switches", async () => {
    await staged();
    const opened = await signIn(both);
    if (!opened.ok) throw new Error(opened.code);
    expect(opened.value.picked).toBe(false);
    const bo = claim(opened.value.token);
    expect(await ask(showMe, bo, {})).toMatchObject({
      value: { account: null, accounts: [{ name: "Acme" }, { name: "Next door" }] },
    });
    expect(await ask(listActivity, bo, {})).toMatchObject({ code: "forbidden" });

    await execute(chooseAccount, bo, { accountId: there.accountId });
    expect(await ask(showMe, bo, {})).toMatchObject({
      value: { name: "Bo There", account: { name: "Next door" } },
    });
    await execute(chooseAccount, bo, { accountId: both.accountId });
    expect(await ask(showMe, bo, {})).toMatchObject({
      value: { name: "Bo Both", account: { name: "Acme" } },
    });
    expect(
      await execute(chooseAccount, bo, { accountId: "01890000-0000-7000-8000-000000000000" }),
    ).toMatchObject({ code: "not_found" });
  });

  test("is signed in at once where the account is named", async () => {
    const opened = await signIn(both, { accountId: there.accountId });
    expect(opened).toMatchObject({ ok: true, value: { picked: true } });
    expect(await signIn(cast.people.Mia, { accountId: there.accountId })).toMatchObject({
      code: "wrong_credentials",
    });
  });

  test("paused in one account, they are left alone in the other", async () => {
    const here = claim(await stageSession(both));
    const elsewhere = claim(await stageSession(there));
    await execute(pauseUser, await as("Adam"), { userId: both.userId });
    expect([await alive(here), await alive(elsewhere)]).toEqual([false, true]);
    expect(await execute(chooseAccount, elsewhere, { accountId: both.accountId })).toMatchObject({
      code: "not_found",
    });
    const opened = await signIn(both);
    expect(opened).toMatchObject({ ok: true, value: { picked: true } });
    await execute(resumeUser, await as("Adam"), { userId: both.userId });
  });

  test("an administrator sees and ends only the sessions in their own account", async () => {
    const here = claim(await stageSession(both));
    const elsewhere = await claimOf(there);
    const listed = await ask(listUserSessions, await as("Adam"), { userId: both.userId });
    expect(listed.ok && listed.value.data.map(({ id }) => id)).not.toContain(await idOf(elsewhere));
    await execute(endUserSessions, await as("Adam"), { userId: both.userId });
    expect([await alive(here), await alive(elsewhere)]).toEqual([false, true]);
  });
});

describe("[V7.4.3] a password that is being changed", () => {
  test("opens no session that would outlive it", async () => {
    const { Aria } = cast.people;
    await owner("begin");
    await owner("update persons set credential_version = credential_version + 1 where id = $1", [
      Aria.personId,
    ]);
    const opening = signIn(Aria);
    const waiting =
      "select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()";
    while (!(await owner(waiting)).length) await pause(20);
    await owner("commit");
    expect(await opening).toMatchObject({ code: "wrong_credentials" });
    expect(await signIn(Aria)).toMatchObject({ ok: true });
  });
});

describe("what is told", () => {
  test("[V16.3.1] signing in, failing to and signing out, with where from", async () => {
    const { Otto } = cast.people;
    await execute(openSession, stranger(), { email: Otto.email, password: "none of this is it" });
    await workOff(installation.ownerUrl);
    const opened = await signIn(Otto);
    if (!opened.ok) throw new Error(opened.code);
    await execute(closeSession, claim(opened.value.token), {});
    const feed = await ask(listActivity, await as("Aria"), { object: Otto.userId });
    expect(feed.ok && feed.value.data.map(({ sentence }) => sentence)).toEqual([
      "Otto Owner signed out",
      "Otto Owner signed in",
      "Someone failed to sign in as Otto Owner",
    ]);
    expect(feed.ok && feed.value.data[2]).toMatchObject({
      origin: { ip: expect.stringMatching(/^198\.18\./), browser: "Firefox 140 on Linux" },
    });
  });
});
