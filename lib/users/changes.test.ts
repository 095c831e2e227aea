import pg from "pg";
import { describe, expect, test } from "vitest";

import { listActivity } from "@/lib/activity/list-activity";
import { castPassword } from "@/lib/cast/people";
import { stranger, testCast } from "@/lib/cast/testing";
import { testInstallation } from "@/lib/db/testing";
import { ask } from "@/lib/gate/ask";
import { execute } from "@/lib/gate/execute";
import { workOff } from "@/lib/jobs/testing";
import { showMe } from "@/lib/people/show-me";
import { openSession } from "@/lib/sessions/open-session";
import { changeRole } from "./change-role";
import { deleteUser } from "./delete-user";
import { editUser } from "./edit-user";
import { inviteUser } from "./invite-user";
import { leaveAccount } from "./leave-account";
import { pauseUser } from "./pause-user";
import { restoreUser } from "./restore-user";
import { resumeUser } from "./resume-user";
import { showUser } from "./show-user";

const installation = testInstallation();
const { owner } = installation;
const cast = testCast();
const { as } = cast;

const latest = async (object: string) => {
  const feed = await ask(listActivity, await as("Aria"), { object, outcome: "ok", limit: 1 });
  if (!feed.ok) throw new Error(feed.code);
  return feed.value.data[0]!;
};
const shown = async (userId: string) => {
  const user = await ask(showUser, await as("Olga"), { userId });
  if (!user.ok) throw new Error(user.code);
  return user.value;
};

describe("editing", () => {
  test("[P15] tells each changed field before and after; an edit of a version that is gone is refused", async () => {
    const { userId } = cast.people.Mia;
    const { version } = await shown(userId);
    const edit = { userId, name: "Mia Méndez", title: "Lead designer", locale: "es" };
    expect(await execute(editUser, await as("Adam"), edit, { expects: version })).toMatchObject({
      ok: true,
    });
    expect(await shown(userId)).toMatchObject({ name: "Mia Méndez", title: "Lead designer" });
    expect(await latest(userId)).toMatchObject({
      sentence: "Adam Admin changed Mia Member's name, title and language",
      changes: [
        { field: "name", from: "Mia Member", to: "Mia Méndez" },
        { field: "title", from: "Designer", to: "Lead designer" },
        { field: "locale", from: null, to: "es" },
      ],
    });
    expect(
      await execute(editUser, await as("Olga"), { userId, name: "Mia Lost" }, { expects: version }),
    ).toMatchObject({ code: "changed_since" });
    expect(await shown(userId)).toMatchObject({ name: "Mia Méndez" });
  });

  test("an edit that changes nothing writes nothing and tells nothing", async () => {
    const { userId } = cast.people.Mia;
    const before = await latest(userId);
    const { version, name } = await shown(userId);
    await execute(editUser, await as("Adam"), { userId, name });
    expect((await shown(userId)).version).toBe(version);
    expect((await latest(userId)).id).toBe(before.id);
  });
});

describe("pausing", () => {
  test("until a date: nobody gets in before, and a job resumes the user then", async () => {
    const { Mia } = cast.people;
    const until = new Date(Date.now() + 86_400_000).toISOString();
    const paused = await execute(pauseUser, await as("Adam"), {
      userId: Mia.userId,
      reason: "sabbatical",
      until,
    });
    expect(paused).toMatchObject({ ok: true });
    expect(await shown(Mia.userId)).toMatchObject({
      status: "paused",
      pause: { reason: "sabbatical", until },
    });
    const signIn = { email: Mia.email, password: castPassword };
    expect(await execute(openSession, stranger(), signIn)).toMatchObject({
      code: "wrong_credentials",
    });

    await owner("select graphile_worker.add_job('due_users')");
    await workOff(installation.ownerUrl);
    expect(await shown(Mia.userId)).toMatchObject({ status: "paused" });

    await owner("update users set paused_until = now() where id = $1", [Mia.userId]);
    await owner("select graphile_worker.add_job('due_users')");
    await workOff(installation.ownerUrl);
    expect(await shown(Mia.userId)).toMatchObject({ status: "active", pause: null });
    expect(await latest(Mia.userId)).toMatchObject({
      sentence: "Castellan resumed Mia Méndez as planned",
      actor: { kind: "system" },
      source: "job",
    });
    expect(await execute(openSession, stranger(), signIn)).toMatchObject({ ok: true });
  });

  test("a date that has passed is refused, and so is pausing twice", async () => {
    const { userId } = cast.people.Mia;
    expect(
      await execute(pauseUser, await as("Adam"), { userId, until: "2020-01-01T00:00:00Z" }),
    ).toMatchObject({ code: "invalid", fields: { until: expect.any(String) } });
    const { userId: pia } = cast.people.Pia;
    expect(await execute(pauseUser, await as("Adam"), { userId: pia })).toMatchObject({
      code: "already_paused",
    });
    expect(await execute(resumeUser, await as("Adam"), { userId })).toMatchObject({
      code: "not_paused",
    });
  });

  test("[V2.3.4] ten resumes at once resume once", async () => {
    const { userId } = cast.people.Pia;
    const olga = await as("Olga");
    const outcomes = await Promise.all(
      Array.from({ length: 10 }, () => execute(resumeUser, olga, { userId })),
    );
    const codes = outcomes.map((outcome) => (outcome.ok ? "ok" : outcome.code));
    expect(codes.filter((code) => code === "ok")).toHaveLength(1);
    expect(
      codes.filter((code) => !["ok", "not_paused", "changed_meanwhile"].includes(code)),
    ).toEqual([]);
    const feed = await ask(listActivity, olga, {
      object: userId,
      action: "user.resume",
      outcome: "ok",
    });
    expect(feed).toMatchObject({ value: { data: [{ action: "user.resume" }] } });
    expect(feed.ok && feed.value.data).toHaveLength(1);
  });
});

describe("the bin", () => {
  test("[V7.4.2] deleting signs out and keeps out; restoring brings back exactly what was", async () => {
    const { Mia } = cast.people;
    const before = await shown(Mia.userId);
    const mia = await as("Mia");
    expect(await execute(deleteUser, await as("Adam"), { userId: Mia.userId })).toMatchObject({
      ok: true,
    });
    expect(await ask(showMe, mia, {})).toMatchObject({ code: "unauthenticated" });
    const signIn = { email: Mia.email, password: castPassword };
    expect(await execute(openSession, stranger(), signIn)).toMatchObject({
      code: "wrong_credentials",
    });
    expect(await shown(Mia.userId)).toMatchObject({
      status: "deleted",
      deletion: { at: expect.any(String) },
    });

    expect(await execute(restoreUser, await as("Adam"), { userId: Mia.userId })).toMatchObject({
      ok: true,
    });
    const { version: _counted, ...after } = await shown(Mia.userId);
    const { version: _before, ...same } = before;
    expect(after).toEqual(same);
    expect(await execute(openSession, stranger(), signIn)).toMatchObject({ ok: true });
    expect(await ask(showMe, mia, {})).toMatchObject({ code: "unauthenticated" });
  });

  test("a paused user comes back paused, with the reason and the end", async () => {
    const { userId } = cast.people.Pia;
    const until = new Date(Date.now() + 3_600_000).toISOString();
    await execute(pauseUser, await as("Adam"), { userId, reason: "exam", until });
    const { pause, status } = await shown(userId);
    await execute(deleteUser, await as("Adam"), { userId });
    await execute(restoreUser, await as("Adam"), { userId });
    expect(await shown(userId)).toMatchObject({ pause, status });
  });

  test("nothing is deleted or restored twice, and nobody in the bin is edited or paused", async () => {
    const adam = await as("Adam");
    const { userId } = cast.people.Mia;
    expect(await execute(restoreUser, adam, { userId })).toMatchObject({ code: "not_deleted" });
    await execute(deleteUser, adam, { userId });
    expect(await execute(deleteUser, adam, { userId })).toMatchObject({ code: "already_deleted" });
    expect(await execute(editUser, adam, { userId, name: "Ghost" })).toMatchObject({
      code: "already_deleted",
    });
    expect(await execute(pauseUser, adam, { userId })).toMatchObject({ code: "not_active" });
    expect(await execute(changeRole, adam, { userId, role: "auditor" })).toMatchObject({
      code: "already_deleted",
    });
    await execute(restoreUser, adam, { userId });
  });

  test("leaving is being deleted by oneself, restorable by those who stay", async () => {
    const mia = await as("Mia");
    expect(await execute(leaveAccount, mia, {})).toMatchObject({ ok: true });
    expect(await ask(showMe, mia, {})).toMatchObject({ code: "unauthenticated" });
    expect(await latest(cast.people.Mia.userId)).toMatchObject({
      sentence: "Mia Méndez left the account",
    });
    await execute(restoreUser, await as("Adam"), { userId: cast.people.Mia.userId });
    expect(await shown(cast.people.Mia.userId)).toMatchObject({ status: "active" });
  });
});

describe("roles", () => {
  test("[V8.3.2] a demotion is in force with the next request of a session that is open", async () => {
    const { userId } = cast.people.Adam;
    const adam = await as("Adam");
    expect(await execute(changeRole, await as("Olga"), { userId, role: "user" })).toMatchObject({
      ok: true,
    });
    expect(await execute(inviteUser, adam, { email: "too-late@example.test" })).toMatchObject({
      code: "forbidden",
    });
    expect(await latest(userId)).toMatchObject({
      changes: [{ field: "role", from: "administrator", to: "user" }],
    });
    expect(await execute(changeRole, await as("Olga"), { userId, role: "user" })).toMatchObject({
      code: "same_role",
    });
    await execute(changeRole, await as("Olga"), { userId, role: "administrator" });
    expect(await execute(inviteUser, adam, { email: "in-time@example.test" })).toMatchObject({
      ok: true,
    });
  });

  test("an administrator changes neither an owner's role nor their own", async () => {
    const adam = await as("Adam");
    for (const name of ["Olga", "Adam"] as const) {
      expect(
        await execute(changeRole, adam, { userId: cast.people[name].userId, role: "user" }),
      ).toMatchObject({ code: "forbidden" });
    }
  });

  test("[V15.4.2] a role decided upon before someone became an owner does not demote the owner", async () => {
    const { userId } = cast.people.Mia;
    const adam = await as("Adam");
    const other = new pg.Client({ connectionString: installation.ownerUrl });
    await other.connect();
    await other.query("begin");
    await other.query("update users set role = 'owner', version = version + 1 where id = $1", [
      userId,
    ]);
    const demoting = execute(changeRole, adam, { userId, role: "auditor" });
    await someoneWaits();
    await other.query("commit");
    await other.end();
    const refused = await demoting;
    expect(["forbidden", "changed_meanwhile"]).toContain(!refused.ok && refused.code);
    expect(await shown(userId)).toMatchObject({ role: "owner" });
    await owner("update users set role = 'user', version = version + 1 where id = $1", [userId]);
  });
});

/** Until one statement waits for another's lock. */
async function someoneWaits(): Promise<void> {
  for (let waits = 0; !waits;) {
    const [row] = await owner<{ n: number }>(
      "select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
    );
    waits = row!.n;
  }
}
