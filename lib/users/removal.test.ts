import { describe, expect, test } from "vitest";

import { listActivity } from "@/lib/activity/list-activity";
import { castPassword } from "@/lib/cast/people";
import { stageKey, stageUser, type OnStage } from "@/lib/cast/stage";
import { claimOf, keyClaim, stranger, testCast } from "@/lib/cast/testing";
import { inTransaction } from "@/lib/db/connection";
import { testInstallation } from "@/lib/db/testing";
import { ask } from "@/lib/gate/ask";
import { execute } from "@/lib/gate/execute";
import { workOff } from "@/lib/jobs/testing";
import { hashed } from "@/lib/passwords/check";
import { openSession } from "@/lib/sessions/open-session";
import { deleteUser } from "./delete-user";
import { editUser } from "./edit-user";
import { listUsers } from "./list-users";
import { pauseUser } from "./pause-user";
import { previewRemoval } from "./preview-removal";
import { removeUser } from "./remove-user";
import { restoreUser } from "./restore-user";
import { resumeUser } from "./resume-user";
import { showUser } from "./show-user";

const installation = testInstallation();
const { owner } = installation;
const cast = testCast();
const { as } = cast;

const count = async (sql: string, ...values: unknown[]) =>
  Number((await owner<{ n: string }>(`select count(*) as n from ${sql}`, values))[0]!.n);

/** Someone of Acme's, also in the account next door where that is said. */
const staged = (name: string, elsewhere = false): Promise<OnStage> =>
  inTransaction(async (db) => {
    const hash = await hashed(castPassword);
    const one = {
      name,
      email: `${name.toLowerCase().replaceAll(" ", ".")}@example.test`,
      role: "administrator" as const,
      status: "active" as const,
    };
    if (elsewhere) await stageUser(db, cast.people.nextDoorId, one, hash);
    return stageUser(db, cast.people.accountId, one, hash);
  });

describe("permanent deletion", () => {
  test("asks for the name, and only someone in the bin can be permanently deleted", async () => {
    const gone = await staged("Zoe Zöllner");
    const { userId } = gone;
    const adam = await as("Adam");
    expect(await execute(removeUser, adam, { userId, name: gone.name })).toMatchObject({
      code: "not_deleted",
    });
    await execute(deleteUser, adam, { userId });
    for (const name of [undefined, "", "Zoe", "zoe zöllner"]) {
      expect(await execute(removeUser, adam, { userId, name })).toMatchObject({
        code: "name_mismatch",
      });
    }
    expect(await ask(showUser, adam, { userId })).toMatchObject({ value: { status: "deleted" } });
    expect(
      await execute(removeUser, adam, { userId, name: gone.name.normalize("NFD") }),
    ).toMatchObject({ ok: true, value: { personGone: true } });
  });

  test("[P35] destroys the activity about a user, takes their name out of what they did, and leaves one line without content", async () => {
    const gone = await staged("Walter Weg");
    const { userId, personId } = gone;
    const { Mia } = cast.people;
    const walter = await claimOf(gone);
    await execute(pauseUser, walter, { userId: Mia.userId, reason: "by Walter" });
    await execute(resumeUser, walter, { userId: Mia.userId });
    const adam = await as("Adam");
    await execute(editUser, adam, { userId, title: "Caretaker" });
    await execute(deleteUser, adam, { userId });

    const preview = await ask(previewRemoval, adam, { userId });
    const events = await count("activity where object_id = $1", userId);
    expect(preview).toMatchObject({
      value: { name: "Walter Weg", events, sessions: 1, lastUserOfPerson: true },
    });

    const removed = await execute(removeUser, adam, { userId, name: "Walter Weg" });
    expect(removed).toMatchObject({ ok: true, value: { destroyed: events, personGone: true } });

    expect(await count("activity where object_id = $1 or actor_id = $1", userId)).toBe(0);
    for (const table of ["users", "presence", "sessions", "links", "letters"] as const) {
      const column = table === "users" ? "id" : "user_id";
      expect(await count(`${table} where ${column} = $1`, userId), table).toBe(0);
    }
    expect(await count("persons where id = $1", personId)).toBe(0);
    expect(await count("person_keys where person_id = $1", personId)).toBe(0);

    const about = await ask(listActivity, await as("Aria"), { object: Mia.userId });
    expect(about.ok && about.value.data.map(({ sentence, actor }) => [sentence, actor])).toEqual([
      ["A deleted user resumed Mia Member", { kind: "deleted", id: null, name: "A deleted user" }],
      [
        "A deleted user paused Mia Member: by Walter",
        { kind: "deleted", id: null, name: "A deleted user" },
      ],
    ]);
    expect(
      await owner("select kind, actor_id, destroyed from ledger where destroyed = $1", [events]),
    ).toEqual([{ kind: "user", actor_id: cast.people.Adam.userId, destroyed: events }]);
    const feed = await ask(listActivity, await as("Aria"), {});
    expect(JSON.stringify(feed)).not.toContain("Walter Weg");
    expect(feed.ok && feed.value.data[0]).toMatchObject({
      sentence: "Adam Admin permanently deleted a user",
      object: { kind: "account", name: "Acme" },
    });
    expect(await ask(showUser, adam, { userId })).toMatchObject({ code: "not_found" });
    expect(await ask(listUsers, adam, { q: "walter" })).toMatchObject({ value: { total: 0 } });
  });

  test("takes along from where their keys were used, and whose hands they were", async () => {
    const kim = await staged("Kim Keyed");
    const { key, keyId } = await stageKey(kim);
    const done = await execute(pauseUser, keyClaim(key), { userId: cast.people.Mia.userId });
    expect(done.ok).toBe(true);
    await owner("update api_keys set used_from = 'x', networks = 'y' where id = $1", [keyId]);
    await execute(deleteUser, await as("Olga"), { userId: kim.userId });
    await execute(removeUser, await as("Olga"), { userId: kim.userId, name: kim.name });
    expect(
      await owner("select used_from, networks, holder_id from api_keys where id = $1", [keyId]),
    ).toEqual([{ used_from: null, networks: null, holder_id: null }]);
    expect(
      await owner("select actor_detail, actor_kind from activity where actor_id = $1", [keyId]),
    ).toEqual([{ actor_detail: null, actor_kind: "key" }]);
    await execute(resumeUser, await as("Olga"), { userId: cast.people.Mia.userId });
  });

  test("a person who is in another account stays there, password and all", async () => {
    const gone = await staged("Bella Both", true);
    const { userId, personId } = gone;
    const adam = await as("Adam");
    await execute(deleteUser, adam, { userId });
    expect(await ask(previewRemoval, adam, { userId })).toMatchObject({
      value: { lastUserOfPerson: false },
    });
    expect(await execute(removeUser, adam, { userId, name: "Bella Both" })).toMatchObject({
      value: { personGone: false },
    });
    expect(await count("persons where id = $1", personId)).toBe(1);
    const signedIn = await execute(openSession, stranger(), {
      email: gone.email,
      password: castPassword,
    });
    expect(signedIn).toMatchObject({ ok: true, value: { picked: true } });
  });

  test("removed from two accounts at the same moment, a person is gone", async () => {
    for (let round = 0; round < 10; round++) {
      const here = await staged(`Tara Twice${round}`, true);
      const [there] = await owner<{ id: string }>(
        "select id from users where person_id = $1 and account_id = $2",
        [here.personId, cast.people.nextDoorId],
      );
      const places = [
        { claim: await as("Adam"), userId: here.userId },
        { claim: await as("Nora"), userId: there!.id },
      ];
      for (const { claim, userId } of places) await execute(deleteUser, claim, { userId });
      const removed = await Promise.all(
        places.map(({ claim, userId }) => execute(removeUser, claim, { userId, name: here.name })),
      );
      expect(removed.map(({ ok }) => ok)).toEqual([true, true]);
      expect(await count("persons where id = $1", here.personId)).toBe(0);
    }
  });

  test("[V14.2.7] a job empties the bin after thirty days, not before", async () => {
    const [early, late] = [await staged("Early Bird"), await staged("Late Bird")];
    const adam = await as("Adam");
    for (const { userId } of [early, late]) await execute(deleteUser, adam, { userId });
    const age = (days: string, { userId }: OnStage) =>
      owner(
        `update users set deleted_at = now() - interval '${days}', version = version + 1 where id = $1`,
        [userId],
      );
    await age("29 days 23 hours", early);
    await age("30 days", late);
    await owner("select graphile_worker.add_job('due_users')");
    await workOff(installation.ownerUrl);
    expect(await ask(showUser, adam, { userId: early.userId })).toMatchObject({
      value: { status: "deleted" },
    });
    expect(await ask(showUser, adam, { userId: late.userId })).toMatchObject({ code: "not_found" });
    expect(await owner("select destroyed from ledger where actor_kind = 'system'")).toHaveLength(1);
    await execute(restoreUser, adam, { userId: early.userId });
    expect(await ask(showUser, adam, { userId: early.userId })).toMatchObject({
      value: { status: "active" },
    });
  });

  test("an auditor may look at nothing of it and do none of it", async () => {
    const aria = await as("Aria");
    const { userId } = cast.people.Pia;
    expect(await ask(previewRemoval, aria, { userId })).toMatchObject({ code: "forbidden" });
    expect(await execute(removeUser, aria, { userId })).toMatchObject({ code: "forbidden" });
  });
});
