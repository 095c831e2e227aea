import { describe, expect, test, vi } from "vitest";

import { freshEmail } from "@/lib/cast/every-verb";
import { castPassword } from "@/lib/cast/people";
import { stageKey, stageSession, stageUser } from "@/lib/cast/stage";
import { testCast } from "@/lib/cast/testing";
import { inTransaction } from "@/lib/db/connection";
import { testInstallation } from "@/lib/db/testing";
import { execute } from "@/lib/gate/execute";
import { removeUser } from "@/lib/users/remove-user";
import { createApi } from "./api";

vi.hoisted(() => {
  process.env.CASTELLAN_TEST_BCRYPT_COST = "4";
});

const { owner } = testInstallation();
const cast = testCast();
const api = createApi();

async function post(
  path: string,
  {
    key,
    body,
    token,
    ip = "203.0.113.7",
  }: { key: string; body: object; token?: string; ip?: string },
) {
  const response = await api(
    new Request(`http://localhost:3000/api/v1${path}`, {
      method: "POST",
      body: JSON.stringify(body),
      headers: {
        ...(token && { authorization: `Bearer ${token}` }),
        "content-type": "application/json",
        "idempotency-key": key,
      },
    }),
    { ip },
  );
  const text = await response.text();
  return {
    status: response.status,
    replayed: response.headers.get("idempotency-replayed"),
    body: (text ? JSON.parse(text) : null) as Record<string, string>,
  };
}

const counted = async (action: string) =>
  (
    await owner<{ n: number }>("select count(*)::int as n from activity where action = $1", [
      action,
    ])
  )[0]!.n;

describe("an Idempotency-Key", () => {
  test("the same key and body are answered alike, and done once; another body is refused", async () => {
    const token = await stageSession(cast.people.Adam);
    const body = { email: freshEmail(), role: "user" };
    const first = await post("/users", { key: "k-1", body, token });
    expect(first).toMatchObject({ status: 201, replayed: null });
    const again = await post("/users", { key: "k-1", body, token });
    expect(again).toEqual({ ...first, replayed: "true" });
    expect(
      await post("/users", { key: "k-1", body: { ...body, role: "auditor" }, token }),
    ).toMatchObject({ status: 422, body: { code: "idempotency_mismatch" } });
    expect(await post("/users", { key: "k-2", body, token })).toMatchObject({
      status: 409,
      body: { code: "already_user" },
    });
  });

  test("[V2.3.4] fifty at once make one change", async () => {
    const token = await stageSession(cast.people.Adam);
    const before = await counted("user.invite");
    const body = { email: freshEmail() };
    const all = await Promise.all(
      Array.from({ length: 50 }, () => post("/users", { key: "k-race", body, token })),
    );
    expect(await counted("user.invite")).toBe(before + 1);
    const made = all.filter(({ status }) => status === 201);
    expect(new Set(made.map(({ body: user }) => user.id)).size).toBe(1);
    expect(new Set(all.map(({ status, body: { code } }) => (status === 201 ? "" : code)))).toEqual(
      new Set(["", "idempotency_in_progress"]),
    );
    expect(await post("/users", { key: "k-race", body, token })).toMatchObject({
      status: 201,
      replayed: "true",
    });
  });

  test("a refusal changes nothing and keeps nothing: the same key may try again", async () => {
    const token = await stageSession(cast.people.Adam);
    const email = freshEmail();
    const key = "k-refused";
    expect(await post("/users", { key, body: { email, role: "root" }, token })).toMatchObject({
      status: 422,
      body: { code: "invalid" },
    });
    expect(await post("/users", { key, body: { email }, token })).toMatchObject({ status: 201 });
  });

  test("nobody is told another's answer: neither another user, nor a stranger elsewhere", async () => {
    const [adam, olga] = [
      await stageSession(cast.people.Adam),
      await stageSession(cast.people.Olga),
    ];
    const body = { email: freshEmail() };
    await post("/users", { key: "k-mine", body, token: adam });
    expect(await post("/users", { key: "k-mine", body, token: olga })).toMatchObject({
      status: 409,
      body: { code: "already_user" },
    });
    expect(await post("/users", { key: "k-mine", body })).toMatchObject({ status: 401 });

    const signIn = { email: cast.people.Mia.email, password: castPassword };
    const here = await post("/sessions", { key: "k-in", body: signIn });
    expect(here).toMatchObject({ status: 201, replayed: null });
    expect(await post("/sessions", { key: "k-in", body: signIn })).toEqual({
      ...here,
      replayed: "true",
    });
    const elsewhere = await post("/sessions", { key: "k-in", body: signIn, ip: "198.51.100.9" });
    expect(elsewhere).toMatchObject({ status: 201, replayed: null });
    expect(elsewhere.body.token).not.toBe(here.body.token);
    const guess = { ...signIn, password: "not this one" };
    expect(await post("/sessions", { key: "k-in", body: guess })).toMatchObject({ status: 422 });
  });

  test("whoever was demoted since is not told what they were told before", async () => {
    const { Adam } = cast.people;
    const token = await stageSession(Adam);
    const body = { email: freshEmail() };
    await post("/users", { key: "k-then", body, token });
    await owner("update users set role = 'user', version = version + 1 where id = $1", [
      Adam.userId,
    ]);
    expect(await post("/users", { key: "k-then", body, token })).toMatchObject({
      status: 403,
      body: { code: "forbidden" },
    });
    await owner("update users set role = 'administrator' where id = $1", [Adam.userId]);
  });

  test("a key whose holder was demoted since is not told either", async () => {
    const { Adam } = cast.people;
    const { key: token } = await stageKey(Adam);
    const body = { email: freshEmail() };
    expect(await post("/users", { key: "k-held", body, token })).toMatchObject({ status: 201 });
    await owner("update users set role = 'user' where id = $1", [Adam.userId]);
    expect(await post("/users", { key: "k-held", body, token })).toMatchObject({ status: 403 });
    await owner("update users set role = 'administrator' where id = $1", [Adam.userId]);
  });

  test("it is worth a day, and no longer", async () => {
    const token = await stageSession(cast.people.Adam);
    const body = { email: freshEmail() };
    await post("/users", { key: "k-old", body, token });
    await owner("update idempotency set at = at - interval '24 hours 1 second'");
    expect(await post("/users", { key: "k-old", body, token })).toMatchObject({
      status: 409,
      body: { code: "already_user" },
    });
    await owner("select castellan.tidy()");
    expect(await owner("select from idempotency where at < now() - interval '1 day'")).toEqual([]);
  });

  test("[P35] a permanent deletion destroys the answer, and a repeated request is told so and changes nothing", async () => {
    const { accountId } = cast.people;
    const token = await stageSession(cast.people.Olga);
    const ask = { name: "CI", scopes: ["users:read"] };
    const made = await post("/api-keys", { key: "k-gone", body: ask, token });
    expect(made).toMatchObject({ status: 201 });
    const gone = await inTransaction((db) =>
      stageUser(
        db,
        accountId,
        { name: "Zoe", email: freshEmail(), role: "user", status: "deleted" },
        "none",
      ),
    );
    const keys = () => owner("select from api_keys where account_id = $1", [accountId]);
    const before = (await keys()).length;
    await execute(removeUser, await cast.as("Olga"), { userId: gone.userId, name: gone.name });
    const again = await post("/api-keys", { key: "k-gone", body: ask, token });
    expect(again).toMatchObject({
      status: 409,
      replayed: null,
      body: {
        code: "idempotency_answer_destroyed",
        detail: `The first request with this Idempotency-Key was carried out. Its answer was destroyed with a permanent deletion in the account. It was about the object ${made.body.id}.`,
      },
    });
    expect(await keys()).toHaveLength(before);
    const other = { ...ask, name: "Another" };
    expect(await post("/api-keys", { key: "k-gone", body: other, token })).toMatchObject({
      body: { code: "idempotency_mismatch" },
    });
  });

  test.each(["", "two words", "x".repeat(256), "ü"])("%j is none", async (key) => {
    const sent = post("/users", { key, body: {} });
    expect(await sent).toMatchObject({ status: 400, body: { code: "idempotency_key_refused" } });
  });

  test("what is kept shows nothing in the clear", async () => {
    const token = await stageSession(cast.people.Adam);
    const email = freshEmail();
    await post("/users", { key: "k-sealed", body: { email }, token });
    const rows = await owner<{ row: string }>(
      "select encode(answer, 'escape') as row from idempotency where answer is not null",
    );
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.every(({ row }) => !row.includes(email) && !row.includes("k-sealed"))).toBe(true);
  });
});
