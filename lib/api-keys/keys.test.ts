import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";

import { listActivity } from "@/lib/activity/list-activity";
import { createApi } from "@/lib/api/api";
import { castPassword } from "@/lib/cast/people";
import { type OnStage, stageKey, stageSession } from "@/lib/cast/stage";
import { keyClaim, testCast, testRequest } from "@/lib/cast/testing";
import { day, hour } from "@/lib/clock";
import { inTransaction } from "@/lib/db/connection";
import { testInstallation } from "@/lib/db/testing";
import { ask } from "@/lib/gate/ask";
import { jobClaim } from "@/lib/gate/claim";
import { execute } from "@/lib/gate/execute";
import { sessionClaim } from "@/lib/gate/from-request";
import { hashToken } from "@/lib/links/token";
import { limits } from "@/lib/limits/limits";
import { lettersTo } from "@/lib/mail/testing";
import { startCallLog } from "@/lib/traffic/call-log";
import { changeRole } from "@/lib/users/change-role";
import { deleteUser } from "@/lib/users/delete-user";
import { editUser } from "@/lib/users/edit-user";
import { inviteUser } from "@/lib/users/invite-user";
import { listUsers } from "@/lib/users/list-users";
import { pauseUser } from "@/lib/users/pause-user";
import { removeUser } from "@/lib/users/remove-user";
import { resumeUser } from "@/lib/users/resume-user";
import { showUser } from "@/lib/users/show-user";
import { type ApiKeyView, MOST_KEYS, type NewApiKey } from "./api-key";
import { createKey } from "./create-key";
import { editKey } from "./edit-key";
import { listKeys } from "./list-keys";
import { remindOfKey } from "./remind-of-key";
import { revokeKey } from "./revoke-key";
import { rotateKey } from "./rotate-key";
import { showCurrentKey } from "./show-current-key";
import { showKey } from "./show-key";
import { isKey } from "./token";

vi.hoisted(() => {
  process.env.CASTELLAN_TEST_BCRYPT_COST = "4";
});
const { owner } = testInstallation();
const cast = testCast();
const api = createApi();

const wish = { name: "CI deploy", scopes: ["users:read", "users:write"] };

async function made(name: "Olga" | "Otto" | "Adam", more: object = {}): Promise<NewApiKey> {
  const outcome = await execute(createKey, await cast.as(name), { ...wish, ...more });
  if (!outcome.ok) throw new Error(`${outcome.code} ${JSON.stringify(outcome.fields)}`);
  return outcome.value;
}

const works = async (key: string, ip?: string) => (await ask(listUsers, keyClaim(key, ip), {})).ok;
const refusedWith = async (key: string, ip?: string) => {
  const outcome = await ask(listUsers, keyClaim(key, ip), {});
  return outcome.ok ? "nothing" : outcome.code;
};
const shown = async (keyId: string): Promise<ApiKeyView> => {
  const outcome = await ask(showKey, await cast.as("Aria"), { keyId });
  if (!outcome.ok) throw new Error(outcome.code);
  return outcome.value;
};
const told = async (keyId: string) => {
  const outcome = await ask(listActivity, await cast.as("Aria"), { object: keyId });
  return outcome.ok ? outcome.value.data.map(({ sentence }) => sentence) : [];
};

describe("making a key", () => {
  test("tells it once, keeps a hash, and says in the activity who made it [V13.3.1]", async () => {
    const one = await made("Adam", { networks: ["203.0.113.9/24", ""].slice(0, 1) });
    expect(isKey(one.key)).toBe(true);
    expect(one).toMatchObject({
      hint: `castellan_…${one.key.slice(-4)}`,
      state: "active",
      daysLeft: 90,
      networks: ["203.0.113.0/24"],
      scopes: ["users:read", "users:write"],
      effectiveScopes: ["users:read", "users:write"],
      holder: { name: "Adam Admin" },
      lastUse: null,
      may: ["api_key.edit", "api_key.rotate", "api_key.revoke"],
    });
    expect(JSON.stringify(await shown(one.id))).not.toContain(one.key);
    const rows = await owner<{ row: string }>("select k::text as row from api_keys k");
    expect(JSON.stringify(rows)).not.toContain(one.key.slice(10, 53));
    expect(JSON.stringify(rows)).not.toMatch(/CI deploy|203\.0\.113/);
    const [stored] = await owner<{ hash: Buffer }>(
      "select key_hash as hash from api_keys where id = $1",
      [one.id],
    );
    expect(stored!.hash).toEqual(hashToken("api-key", one.key));
    expect(await told(one.id)).toEqual(["Adam Admin made the key CI deploy"]);
  });

  test("needs the password, given lately or with it [V7.5.3]", async () => {
    const token = await stageSession(cast.people.Adam);
    await owner("update sessions set confirmed_at = now() - interval '11 minutes'");
    const claim = sessionClaim(token, testRequest());
    expect(await execute(createKey, claim, wish)).toMatchObject({ code: "step_up_required" });
    expect(await execute(createKey, claim, { ...wish, password: "no" })).toMatchObject({
      code: "wrong_password",
    });
    expect(await execute(createKey, claim, { ...wish, password: castPassword })).toMatchObject({
      ok: true,
    });
    expect(await execute(createKey, claim, wish)).toMatchObject({ ok: true });
  });

  test("for writing alone it reads too, so that a change can be answered with what it made", async () => {
    const { key, scopes } = await made("Adam", { scopes: ["users:write"] });
    expect(scopes).toEqual(["users:read", "users:write"]);
    const answer = await api(
      new Request("http://localhost:3000/api/v1/users", {
        method: "POST",
        headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
        body: JSON.stringify({ email: "written@example.test" }),
      }),
      { ip: "203.0.113.7" },
    );
    expect(answer.status).toBe(201);
  });

  test.each([
    ["no name", { name: "  " }, "name"],
    ["a long name", { name: "x".repeat(81) }, "name"],
    ["no scope", { scopes: [] }, "scopes"],
    ["a scope there is not", { scopes: ["ownership:write"] }, "scopes.0"],
    ["no days", { expiresInDays: 0 }, "expiresInDays"],
    ["too many days", { expiresInDays: 366 }, "expiresInDays"],
    ["half a day", { expiresInDays: 1.5 }, "expiresInDays"],
    ["a range that is none", { networks: ["203.0.113.0/24", "here"] }, "networks.1"],
    ["everywhere as a range", { networks: ["0.0.0.0/0"] }, "networks.0"],
    ["too many ranges", { networks: Array(51).fill("203.0.113.7") }, "networks"],
    ["a holder of one's choice", { holderId: "someone" }, "holderId"],
    ["a key of one's choice", { key: "castellan_x" }, "key"],
  ])("%s is refused beside its field", async (_, wrong, field) => {
    const outcome = await execute(createKey, await cast.as("Adam"), { ...wish, ...wrong });
    expect(outcome).toMatchObject({ code: "invalid", fields: { [field]: expect.any(String) } });
  });

  test("an account holds fifty at most, however many are made at once", async () => {
    await owner("update api_keys set revoked_at = now()");
    for (let n = 0; n < MOST_KEYS - 2; n++) await stageKey(cast.people.Adam);
    const adam = await cast.as("Adam");
    const outcomes = await Promise.all(
      Array.from({ length: 5 }, () => execute(createKey, adam, wish)),
    );
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(2);
    expect(outcomes.find(({ ok }) => !ok)).toMatchObject({ code: "too_many_keys" });
    await owner("update api_keys set revoked_at = now()");
  });
});

describe("using a key", () => {
  test("says when, from where and by which program it was used last, once a minute", async () => {
    const { id, key } = await made("Adam");
    expect(await works(key)).toBe(true);
    await vi.waitFor(async () =>
      expect((await shown(id)).lastUse).toMatchObject({
        ip: "203.0.113.7",
        program: "Firefox 140 on Linux",
      }),
    );
    const first = (await shown(id)).lastUse!.at;
    expect(await works(key, "198.51.100.7")).toBe(true);
    await new Promise((rested) => setTimeout(rested, 200));
    expect((await shown(id)).lastUse!.at).toBe(first);
    await owner("update api_keys set used_at = now() - interval '61 seconds'");
    expect(await works(key, "198.51.100.7")).toBe(true);
    await vi.waitFor(async () =>
      expect((await shown(id)).lastUse).toMatchObject({ ip: "198.51.100.7" }),
    );
  });

  test("is noted also when what it asked for is refused", async () => {
    const { id, key } = await made("Adam");
    const nobody = "0197b7a0-0000-7000-8000-000000000000";
    expect(await ask(showUser, keyClaim(key), { userId: nobody })).toMatchObject({
      code: "not_found",
    });
    await vi.waitFor(async () => expect((await shown(id)).lastUse).not.toBeNull());
  });

  test("from elsewhere than its ranges it is refused, with a reason that helps", async () => {
    const { key, id } = await made("Adam", { networks: ["203.0.113.0/24", "2001:db8::/32"] });
    expect(await works(key, "203.0.113.200")).toBe(true);
    expect(await works(key, "::ffff:203.0.113.1")).toBe(true);
    expect(await works(key, "2001:db8::5")).toBe(true);
    const claim = keyClaim(key, "198.51.100.9");
    const outcome = await ask(listUsers, claim, {});
    expect(outcome).toMatchObject({
      code: "key_wrong_network",
      says: "The key CI deploy may not be used from 198.51.100.9. Whoever made it can add the address under Developers.",
    });
    expect(claim.request.caller).toMatchObject({ kind: "key", keyId: id });
    expect(await refusedWith(key, "")).toBe("key_wrong_network");
  });

  test("unknown, mistyped, revoked, expired and its holder away are answered alike [V6.3.8]", async () => {
    const revoked = await made("Adam");
    await execute(revokeKey, await cast.as("Adam"), { keyId: revoked.id });
    const expired = await made("Adam");
    await owner("update api_keys set expires_at = now() where id = $1", [expired.id]);
    const away = (await stageKey(cast.people.Pia)).key;
    const invited = (await stageKey(cast.people.Ivo)).key;
    const strange = (await stageKey(cast.people.Adam)).key;
    await owner("delete from api_keys where key_hash = $1", [hashToken("api-key", strange)]);
    const mistyped = `${revoked.key.slice(0, -1)}${revoked.key.endsWith("0") ? 1 : 0}`;
    const answers = new Set<string>();
    for (const key of [revoked.key, expired.key, away, invited, strange, mistyped]) {
      const outcome = await ask(listUsers, keyClaim(key, "198.51.100.40"), {});
      answers.add(JSON.stringify({ ...outcome, requestId: "" }));
    }
    expect([...answers]).toHaveLength(1);
    expect([...answers][0]).toContain("key_refused");
  });

  test("guessing is slowed for an address block, and right keys from there still work", async () => {
    await owner("delete from limits");
    const { key } = await made("Adam");
    const wrong = (await stageKey(cast.people.Pia)).key;
    const { free } = limits["wrong key from an address block"];
    const codes = [];
    for (let n = 0; n <= free; n++) codes.push(await refusedWith(wrong, "198.51.100.77"));
    expect(codes).toEqual([...Array(free).fill("key_refused"), "too_many"]);
    expect(await works(key, "198.51.100.77")).toBe(true);
    expect(await refusedWith(wrong, "198.51.100.78")).toBe("key_refused");
  });

  test.each(["api_key", "apiKey", "key", "token", "access_token", "authorization"])(
    "in the query string, as %s, it opens nothing [V14.2.1]",
    async (name) => {
      const { key } = await made("Adam");
      const answer = await api(new Request(`http://localhost:3000/api/v1/users?${name}=${key}`), {
        ip: "203.0.113.7",
      });
      expect([401, 422]).toContain(answer.status);
      expect(await answer.text()).not.toContain(key);
    },
  );
});

describe("a key shrinks and ends with its holder, at the very next request", () => {
  async function someone(role: "administrator" | "auditor"): Promise<OnStage> {
    const email = `${role}-${Math.random()}@example.test`;
    const { stageUser } = await import("@/lib/cast/stage");
    return inTransaction((db) =>
      stageUser(
        db,
        cast.people.accountId,
        { name: `Some ${role}`, email, role, status: "active" },
        "-",
      ),
    );
  }
  const edits = (key: string) =>
    execute(editUser, keyClaim(key), {
      userId: cast.people.Mia.userId,
      title: `Title ${Math.random()}`,
    });

  test("demoted [V8.3.2]", async () => {
    const holder = await someone("administrator");
    const { key, keyId } = await stageKey(holder);
    expect(await edits(key)).toMatchObject({ ok: true });
    const olga = await cast.as("Olga");
    await execute(changeRole, olga, { userId: holder.userId, role: "auditor" });
    expect(await edits(key)).toMatchObject({ code: "forbidden" });
    expect(await works(key)).toBe(true);
    expect((await shown(keyId)).effectiveScopes).not.toContain("users:write");
    await execute(changeRole, olga, { userId: holder.userId, role: "user" });
    expect(await refusedWith(key)).toBe("forbidden");
    expect((await shown(keyId)).effectiveScopes).toEqual([]);
    await execute(changeRole, olga, { userId: holder.userId, role: "administrator" });
    expect(await edits(key)).toMatchObject({ ok: true });
  });

  test("paused, deleted, permanently deleted [V7.4.2]", async () => {
    const holder = await someone("administrator");
    const { userId } = holder;
    const { key, keyId } = await stageKey(holder);
    const olga = await cast.as("Olga");
    await execute(pauseUser, olga, { userId });
    expect(await refusedWith(key)).toBe("key_refused");
    expect(await shown(keyId)).toMatchObject({ state: "suspended", effectiveScopes: [] });
    await execute(resumeUser, olga, { userId });
    expect(await works(key)).toBe(true);
    await execute(deleteUser, olga, { userId });
    expect(await refusedWith(key)).toBe("key_refused");
    expect(await execute(removeUser, olga, { userId, name: holder.name })).toMatchObject({
      ok: true,
    });
    expect(await refusedWith(key)).toBe("key_refused");
    expect(await shown(keyId)).toMatchObject({
      state: "orphaned",
      holder: null,
      effectiveScopes: [],
      daysLeft: 0,
      may: [],
    });
  });

  test("an owner's key does what an administrator's does, and nothing to an owner", async () => {
    const { key } = await made("Olga");
    expect(await edits(key)).toMatchObject({ ok: true });
    for (const userId of [cast.people.Otto.userId, cast.people.Olga.userId]) {
      expect(await execute(editUser, keyClaim(key), { userId, title: "X" })).toMatchObject({
        code: "forbidden",
      });
      expect(await execute(pauseUser, keyClaim(key), { userId })).toMatchObject({
        code: "forbidden",
      });
    }
    expect(await execute(createKey, keyClaim(key), wish)).toMatchObject({ code: "forbidden" });
    const call = (method: string, path: string) =>
      api(
        new Request(`http://localhost:3000/api/v1${path}`, {
          method,
          headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
        }),
        { ip: "203.0.113.7" },
      ).then(({ status }) => status);
    expect(await call("GET", "/me")).toBe(403);
    expect(await call("GET", "/me/sessions")).toBe(403);
    expect(await call("DELETE", "/me/sessions")).toBe(403);
    expect(await call("DELETE", "/me/membership")).toBe(403);
    expect(await call("PUT", `/users/${cast.people.Mia.userId}/ownership`)).toBe(403);
    expect(await call("GET", `/api-keys`)).toBe(403); // it has not this scope
  });
});

test("what would stop working without a key is told from its calls of thirty days", async () => {
  const { id, key } = await made("Adam");
  const log = startCallLog(mkdtempSync(join(tmpdir(), "castellan-calls-")));
  const logged = createApi(log.answered);
  const call = (path: string, ip: string) =>
    logged(
      new Request(`http://localhost:3000/api/v1${path}`, {
        headers: { authorization: `Bearer ${key}`, "user-agent": "nightly/1.0" },
      }),
      { ip },
    );
  for (let n = 0; n < 3; n++) await call("/users", "198.51.100.7");
  await call(`/users/${cast.people.Mia.userId}`, "198.51.100.8");
  await log.stop();
  const outcome = await ask(showKey, await cast.as("Aria"), { keyId: id });
  expect(outcome.ok && outcome.value.use).toMatchObject({
    calls: 4,
    operations: [
      { operation: "user.list", calls: 3 },
      { operation: "user.show", calls: 1 },
    ],
    places: [
      { ip: "198.51.100.7", program: "nightly/1.0", calls: 3 },
      { ip: "198.51.100.8", program: "nightly/1.0", calls: 1 },
    ],
  });
});

test("what a key did is told with its name and on whose behalf", async () => {
  const { key, id } = await made("Adam", { name: "Directory sync" });
  const outcome = await execute(inviteUser, keyClaim(key), {
    email: "by-key@example.test",
    role: "user",
  });
  expect(outcome).toMatchObject({ ok: true });
  const events = await ask(listActivity, await cast.as("Aria"), { actor: id });
  expect(events.ok && events.value.data[0]).toMatchObject({
    actor: { kind: "key", id, name: "Key Directory sync" },
    onBehalfOf: { id: cast.people.Adam.userId, name: "Adam Admin" },
    sentence: "Key Directory sync invited by-key as user",
    source: "api",
  });
});

test("a program asks which key it came with, whatever that key is open for", async () => {
  const { key, id } = await made("Otto", { scopes: ["activity:read"] });
  const outcome = await ask(showCurrentKey, keyClaim(key), {});
  expect(outcome).toMatchObject({
    ok: true,
    value: {
      id,
      name: "CI deploy",
      account: { id: cast.people.accountId, name: "Acme" },
      holder: { name: "Otto Owner" },
      scopes: ["activity:read"],
    },
  });
  expect(await ask(showCurrentKey, await cast.as("Olga"), {})).toMatchObject({ code: "forbidden" });
});

describe("editing a key", () => {
  test("renames it, moves it and takes scopes away, and its next call knows", async () => {
    const { id, key, version } = await made("Adam");
    const adam = await cast.as("Adam");
    const outcome = await execute(editKey, adam, {
      keyId: id,
      name: "Nightly",
      networks: ["198.51.100.0/24"],
      scopes: ["users:read"],
    });
    expect(outcome).toMatchObject({ ok: true, value: { name: "Nightly", version: version + 1 } });
    expect(await shown(id)).toMatchObject({ name: "Nightly", scopes: ["users:read"] });
    expect(await refusedWith(key)).toBe("key_wrong_network");
    expect(await works(key, "198.51.100.1")).toBe(true);
    expect(await told(id)).toContain(
      "Adam Admin changed the name, scopes and address ranges of the key CI deploy",
    );
    expect(
      await execute(editKey, adam, { keyId: id, name: "Late" }, { expects: version }),
    ).toMatchObject({ code: "changed_since" });
    expect(await execute(editKey, adam, { keyId: id, name: "Nightly" })).toMatchObject({
      ok: true,
    });
    expect((await told(id)).length).toBe(2);
  });

  test("adds no scope, and is its holder's alone", async () => {
    const { id } = await made("Adam", { scopes: ["users:read"] });
    expect(
      await execute(editKey, await cast.as("Adam"), {
        keyId: id,
        scopes: ["users:read", "users:write"],
      }),
    ).toMatchObject({ code: "invalid", fields: { scopes: expect.stringContaining("taken away") } });
    for (const other of ["Olga", "Aria", "Mia"] as const) {
      const claim = await cast.as(other);
      expect(await execute(editKey, claim, { keyId: id, name: "Mine" })).toMatchObject({
        code: "forbidden",
      });
      expect(await execute(rotateKey, claim, { keyId: id })).toMatchObject({ code: "forbidden" });
    }
  });
});

describe("rotating a key", () => {
  test("makes a successor with the same settings, and the old one goes on for a day", async () => {
    const old = await made("Adam", { networks: ["203.0.113.0/24"], expiresInDays: 30 });
    const outcome = await execute(rotateKey, await cast.as("Adam"), { keyId: old.id });
    if (!outcome.ok) throw new Error(outcome.code);
    const fresh = outcome.value;
    expect(fresh).toMatchObject({
      name: "CI deploy",
      networks: old.networks,
      scopes: old.scopes,
      daysLeft: 30,
    });
    expect(await works(old.key)).toBe(true);
    expect(await works(fresh.key)).toBe(true);
    const was = await shown(old.id);
    expect(was).toMatchObject({ state: "rotated", successorId: fresh.id, daysLeft: 1 });
    expect(Math.abs(Date.parse(was.expiresAt) - Date.now() - day)).toBeLessThan(60_000);
    await owner("update api_keys set expires_at = now() where id = $1", [old.id]);
    expect(await refusedWith(old.key)).toBe("key_refused");
    expect(await works(fresh.key)).toBe(true);
    expect(await execute(rotateKey, await cast.as("Adam"), { keyId: old.id })).toMatchObject({
      code: "key_ended",
    });
  });

  test("without an overlap the old one ends at once, and at most once", async () => {
    const old = await made("Adam");
    const adam = await cast.as("Adam");
    const both = await Promise.all([
      execute(rotateKey, adam, { keyId: old.id, overlapHours: 0 }),
      execute(rotateKey, adam, { keyId: old.id, overlapHours: 0 }),
    ]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await refusedWith(old.key)).toBe("key_refused");
    expect(await shown(old.id)).toMatchObject({ state: "revoked", revokedBecause: "rotation" });
  });

  test("an overlap is a week at most and never longer than the old one would have lived", async () => {
    const old = await made("Adam", { expiresInDays: 1 });
    const adam = await cast.as("Adam");
    expect(await execute(rotateKey, adam, { keyId: old.id, overlapHours: 169 })).toMatchObject({
      code: "invalid",
    });
    await execute(rotateKey, adam, { keyId: old.id, overlapHours: 168 });
    expect(Date.parse((await shown(old.id)).expiresAt)).toBeLessThan(Date.now() + 25 * hour);
    expect(await execute(rotateKey, adam, { keyId: old.id, overlapHours: 0 })).toMatchObject({
      code: "key_rotated",
    });
  });
});

describe("revoking a key", () => {
  test("ends it at the next call, also by another who runs the account, who tells its holder", async () => {
    const { id, key } = await made("Olga");
    expect(await works(key)).toBe(true);
    expect(await execute(revokeKey, await cast.as("Aria"), { keyId: id })).toMatchObject({
      code: "forbidden",
    });
    expect(await execute(revokeKey, await cast.as("Adam"), { keyId: id })).toMatchObject({
      ok: true,
    });
    expect(await refusedWith(key)).toBe("key_refused");
    expect((await lettersTo(cast.people.Olga))[0]).toMatchObject({
      kind: "keyRevoked",
      subject: "Your API key CI deploy was revoked",
      text: expect.stringContaining("Adam Admin revoked the API key CI deploy"),
    });
    expect(await execute(revokeKey, await cast.as("Adam"), { keyId: id })).toMatchObject({
      code: "key_ended",
    });
  });
});

test("whoever made a key is reminded once, a week before it expires", async () => {
  const { id } = await made("Adam");
  const due = () =>
    owner<{ key_id: string }>("select key_id from castellan.due_keys()").then((rows) =>
      rows.map((row) => row.key_id),
    );
  expect(await due()).not.toContain(id);
  await owner(
    "update api_keys set created_at = now() - interval '84 days', expires_at = now() + interval '6 days' where id = $1",
    [id],
  );
  expect(await due()).toContain(id);
  const job = jobClaim(cast.people.accountId);
  expect(await execute(remindOfKey, job, { keyId: id })).toMatchObject({ ok: true });
  expect(await due()).not.toContain(id);
  expect((await lettersTo(cast.people.Adam))[0]).toMatchObject({
    kind: "keyExpires",
    text: expect.stringContaining(`/developers/keys/${id}`),
  });
  const brief = await made("Adam", { expiresInDays: 5 });
  expect(await due()).not.toContain(brief.id);
});

test("keys are listed the newest first, of one holder, working or ended, page by page", async () => {
  await owner("delete from api_keys");
  const names = ["one", "two", "three"];
  for (const name of names) await made("Adam", { name });
  const gone = await made("Otto", { name: "gone" });
  await execute(revokeKey, await cast.as("Otto"), { keyId: gone.id });
  const list = async (filter: object) => {
    const outcome = await ask(listKeys, await cast.as("Aria"), filter);
    if (!outcome.ok) throw new Error(outcome.code);
    return outcome.value;
  };
  const of = (page: { data: ApiKeyView[] }) => page.data.map(({ name }) => name);
  expect(of(await list({}))).toEqual(["gone", "three", "two", "one"]);
  expect(of(await list({ state: "live" }))).toEqual(["three", "two", "one"]);
  expect(of(await list({ state: "ended" }))).toEqual(["gone"]);
  expect(of(await list({ holder: cast.people.Otto.userId }))).toEqual(["gone"]);
  const first = await list({ limit: "2" });
  expect(of(first)).toEqual(["gone", "three"]);
  expect(of(await list({ limit: "2", cursor: first.nextCursor }))).toEqual(["two", "one"]);
  expect(first.may).toEqual(["api_key.list"]);
});
