import { beforeAll, describe, expect, test } from "vitest";

import { testCast } from "@/lib/cast/testing";
import { testInstallation } from "@/lib/db/testing";
import { ask } from "@/lib/gate/ask";
import { execute } from "@/lib/gate/execute";
import { changeRole } from "@/lib/users/change-role";
import { editUser } from "@/lib/users/edit-user";
import { pauseUser } from "@/lib/users/pause-user";
import { showUser } from "@/lib/users/show-user";
import type { ActivityPage, EventView } from "./event";
import { listActivity } from "./list-activity";
import { listMyActivity } from "./list-my-activity";
import { listUserActivity } from "./list-user-activity";

const { owner } = testInstallation();
const cast = testCast();
const { as } = cast;

async function page(input: object): Promise<ActivityPage> {
  const outcome = await ask(listActivity, await as("Aria"), input);
  if (!outcome.ok) throw new Error(outcome.code);
  return outcome.value;
}

/** Follows the cursor to the end. */
async function everything(input: object): Promise<EventView[]> {
  const all: EventView[] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const { data, nextCursor } = await page({ ...input, cursor });
    all.push(...data);
    cursor = nextCursor;
  }
  return all;
}

describe("an event", () => {
  test("[P33] [V16.2.1] tells who, what, to whom, when, from where, before and after", async () => {
    const { Mia, Adam } = cast.people;
    const adam = await as("Adam");
    const done = await execute(changeRole, adam, { userId: Mia.userId, role: "auditor" });
    const { data } = await page({ object: Mia.userId, limit: 1 });
    expect(data[0]).toMatchObject({
      action: "user.change_role",
      outcome: "ok",
      code: null,
      actor: { kind: "user", id: Adam.userId, name: "Adam Admin" },
      object: { kind: "user", id: Mia.userId, name: "Mia Member" },
      changes: [{ field: "role", from: "user", to: "auditor" }],
      source: "api",
      requestId: done.requestId,
      sessionId: expect.any(String),
      origin: { ip: "203.0.113.7", browser: "Firefox 140 on Linux" },
      sentence: "Adam Admin changed Mia Member's role from user to auditor",
    });
    expect(data[0]!.at).toBe(new Date(data[0]!.at).toISOString());
    await execute(changeRole, adam, { userId: Mia.userId, role: "user" });
  });

  test("keeps the names as they were", async () => {
    const { Mia } = cast.people;
    await execute(editUser, await as("Adam"), { userId: Mia.userId, name: "Mia Married" });
    await execute(editUser, await as("Adam"), { userId: Mia.userId, title: "Lead" });
    const { data } = await page({ object: Mia.userId, limit: 2 });
    expect(data.map(({ object }) => object.name)).toEqual(["Mia Married", "Mia Member"]);
    await execute(editUser, await as("Adam"), { userId: Mia.userId, name: "Mia Member" });
  });

  test("[V16.3.2] is left by what was refused and by what was not allowed", async () => {
    const { Pia, Olga } = cast.people;
    await execute(pauseUser, await as("Adam"), { userId: Pia.userId });
    await execute(pauseUser, await as("Mia"), { userId: Olga.userId });
    expect((await page({ outcome: "refused" })).data[0]).toMatchObject({
      action: "user.pause",
      code: "already_paused",
      object: { name: "Pia Paused" },
    });
    expect((await page({ outcome: "denied" })).data[0]).toMatchObject({
      action: "user.pause",
      code: "forbidden",
      actor: { name: "Mia Member" },
      object: { name: "Olga Owner" },
    });
  });

  test("[P33] [V16.4.2] can be neither changed nor deleted by the application", async () => {
    for (const privilege of ["UPDATE", "DELETE", "TRUNCATE"]) {
      const [row] = await owner<{ may: boolean }>(
        "select has_table_privilege('castellan_app', 'activity', $1) as may",
        [privilege],
      );
      expect(row!.may, privilege).toBe(false);
    }
  });
});

describe("who sees it", () => {
  test("owners, administrators and auditors; users only what they did themselves", async () => {
    for (const name of ["Olga", "Adam", "Aria"] as const) {
      expect(await ask(listActivity, await as(name), {})).toMatchObject({ ok: true });
    }
    const mia = await as("Mia");
    expect(await ask(listActivity, mia, {})).toMatchObject({ code: "forbidden" });
    expect(await ask(listUserActivity, mia, { userId: cast.people.Mia.userId })).toMatchObject({
      code: "forbidden",
    });
    const own = await ask(listMyActivity, mia, {});
    expect(own.ok && own.value.data.map(({ actor }) => actor.id)).toEqual([cast.people.Mia.userId]);
  });

  test("[V8.2.2] nobody next door", async () => {
    const nora = await as("Nora");
    expect(await ask(listActivity, nora, {})).toMatchObject({ value: { data: [] } });
    expect(await ask(listActivity, nora, { object: cast.people.Mia.userId })).toMatchObject({
      value: { data: [] },
    });
    expect(await ask(showUser, nora, { userId: cast.people.Mia.userId })).toMatchObject({
      code: "not_found",
    });
  });
});

describe("a long list", () => {
  beforeAll(async () => {
    const adam = await as("Adam");
    const { userId } = cast.people.Aria;
    for (let n = 0; n < 40; n++) await execute(editUser, adam, { userId, title: `Title ${n}` });
  });

  test("[P34] [V2.2.3] page by page is the whole list, in order, none twice", async () => {
    const whole = await everything({ limit: 100 });
    for (const limit of [1, 3, 7]) {
      const pages = await everything({ limit });
      expect(pages.map(({ id }) => id)).toEqual(whole.map(({ id }) => id));
    }
    const times = whole.map(({ at }) => at);
    expect(times).toEqual(times.toSorted().toReversed());
    expect(whole.length).toBeGreaterThanOrEqual(40);
  });

  test("a cursor that was changed, or comes from another filter or account, is refused", async () => {
    const { nextCursor } = await page({ limit: 3 });
    const refused = { ok: false, code: "invalid", fields: { cursor: expect.any(String) } };
    const changed = Buffer.from(nextCursor!, "base64url");
    changed[changed.length >> 1]! ^= 1;
    const aria = await as("Aria");
    for (const cursor of [
      changed.toString("base64url"),
      nextCursor!.slice(0, -4),
      "x.y",
      `${nextCursor}x`,
    ]) {
      expect(await ask(listActivity, aria, { limit: 3, cursor })).toMatchObject(refused);
    }
    expect(
      await ask(listActivity, aria, { limit: 3, cursor: nextCursor, outcome: "ok" }),
    ).toMatchObject(refused);
    expect(
      await ask(listActivity, await as("Nora"), { limit: 3, cursor: nextCursor }),
    ).toMatchObject(refused);
  });

  test("filters: by actor, object, verb, outcome, request and period", async () => {
    const { Adam, Aria } = cast.people;
    const whole = await everything({});
    const some = whole[5]!;
    const cases: [object, (event: EventView) => boolean][] = [
      [{ actor: Adam.userId }, ({ actor }) => actor.id === Adam.userId],
      [{ object: Aria.userId }, ({ object }) => object.id === Aria.userId],
      [{ action: "user.edit" }, ({ action }) => action === "user.edit"],
      [{ outcome: "denied" }, ({ outcome }) => outcome === "denied"],
      [{ request: some.requestId }, ({ requestId }) => requestId === some.requestId],
      [{ from: some.at }, ({ at }) => at >= some.at],
    ];
    for (const [filter, fits] of cases) {
      const expected = whole.filter(fits).map(({ id }) => id);
      expect(expected.length).toBeGreaterThan(0);
      expect((await everything({ ...filter, limit: 4 })).map(({ id }) => id)).toEqual(expected);
    }
    expect((await everything({ to: "2020-01-01" })).length).toBe(0);
  });

  test("q finds what the sentence says and what changed, in any case and accent", async () => {
    expect((await everything({ q: "TÍTLE 17" })).map(({ changes }) => changes)).toEqual([
      [{ field: "title", from: "Title 17", to: "Title 18" }],
      [{ field: "title", from: "Title 16", to: "Title 17" }],
    ]);
    expect(await everything({ q: "nobody said this" })).toEqual([]);
  });

  test("a rare filter looks through a bounded window and tells how far it got", async () => {
    const { accountId, Aria } = cast.people;
    await owner(
      `insert into activity (account_id, id, at, action, outcome, actor_kind, object_kind, object_id, source, request_id, actor_detail, detail, salt)
       select account_id, gen_random_uuid(), at + n * interval '1 millisecond', 'session.open', 'ok', actor_kind, object_kind, object_id, source, 'many', null, detail, salt
       from (select * from activity where account_id = $1 and object_id = $2 order by at desc limit 1) one, generate_series(1, 6000) n`,
      [accountId, Aria.userId],
    );
    const rare = await page({ action: "user.pause" });
    expect(rare).toMatchObject({
      data: [],
      nextCursor: expect.any(String),
      searchedTo: expect.any(String),
    });
    const found = await everything({ action: "user.pause" });
    expect(found.map(({ code }) => code)).toEqual(["forbidden", "already_paused"]);
  });
});
