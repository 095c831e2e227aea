import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import { getRequestListener } from "@hono/node-server";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

import { createApi } from "@/lib/api/api";
import { castPassword } from "@/lib/cast/people";
import { stranger, testCast } from "@/lib/cast/testing";
import { testInstallation } from "@/lib/db/testing";
import { ask } from "@/lib/gate/ask";
import { execute } from "@/lib/gate/execute";
import { workOff } from "@/lib/jobs/testing";
import { listMailbox } from "@/lib/mail/mailbox";
import { lettersTo, tokenIn, tokenTo } from "@/lib/mail/testing";
import { changePassword } from "@/lib/passwords/change-password";
import { setPassword } from "@/lib/passwords/set-password";
import { openSession } from "@/lib/sessions/open-session";
import { sendReset } from "@/lib/users/send-reset";
import { openLink } from "./open-link";
import { renewLink } from "./renew-link";

const installation = testInstallation();
const { owner } = installation;
const cast = testCast();

/** Two servers on loopback, each with an API of its own, on one database. */
const servers: Server[] = [];
let calls = 0;
beforeAll(async () => {
  for (let n = 0; n < 2; n++) {
    const api = createApi();
    const answer = getRequestListener((request) => {
      calls += 1;
      return api(request, { ip: `198.51.${Math.floor(calls / 250)}.${calls % 250}` });
    });
    const server = createServer((request, response) => void answer(request, response));
    await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
    servers.push(server);
  }
});
afterAll(async () => {
  for (const server of servers) {
    server.closeAllConnections();
    await new Promise<void>((closed) => server.close(() => closed()));
  }
});
beforeEach(() => owner("delete from limits"));

const at = (n: number, path: string) =>
  `http://127.0.0.1:${(servers[n % 2]!.address() as AddressInfo).port}${path}`;
const post = (n: number, path: string, body: object) =>
  fetch(at(n, path), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });

async function resetLinkOf(name: "Mia" | "Adam" | "Aria" | "Otto"): Promise<string> {
  await execute(sendReset, await cast.as("Olga"), { userId: cast.people[name].userId });
  return tokenTo(cast.people[name], "reset");
}
const set = (token: string, password = "nine foxes knit a jumper") =>
  execute(setPassword, stranger(), { token, password });

describe("a link", () => {
  test("[V6.5.1] [V2.3.4] used by fifty at once at two servers sets one password", async () => {
    const { Mia } = cast.people;
    const token = await resetLinkOf("Mia");
    const { pathname } = new URL((await lettersTo(Mia))[0]!.text.match(/http\S+/)![0]);
    for (let n = 0; n < 10; n++) {
      const method = n % 2 ? "GET" : "HEAD";
      await fetch(at(n, pathname), { method });
      const answer = await fetch(at(n, `/api/v1/passwords?token=${token}`), { method });
      expect(answer.status).toBe(405);
      await fetch(at(n, `/api/v1/links/inspection?token=${token}`), { method });
      await ask(openLink, stranger(), { token });
    }

    const password = (n: number) => `number ${n} set this password`;
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, n) =>
        post(n, "/api/v1/passwords", { token, password: password(n) }),
      ),
    );
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 204)).toHaveLength(1);
    // the others were too late, or among too many who waited to be hashed
    expect(statuses.filter((status) => ![204, 410, 503].includes(status))).toEqual([]);

    const winner = statuses.indexOf(204);
    const signIn = (n: number) =>
      execute(openSession, stranger(), { email: Mia.email, password: password(n) });
    expect(await signIn(winner)).toMatchObject({ ok: true });
    expect(await signIn((winner + 1) % 50)).toMatchObject({ code: "wrong_credentials" });
    const events = await owner(
      "select from activity where object_id = $1 and action = 'password.set' and outcome = 'ok'",
      [Mia.userId],
    );
    expect(events).toHaveLength(1);
    const letters = await lettersTo(Mia);
    expect(letters.filter(({ kind }) => kind === "passwordChanged")).toHaveLength(1);
  });

  test("[V6.4.1] is 256 random bits in the fragment, of which only a hash is kept", async () => {
    const token = await resetLinkOf("Aria");
    expect(Buffer.from(token, "base64url")).toHaveLength(32);
    const [letter] = await lettersTo(cast.people.Aria);
    const url = new URL(letter!.text.match(/http\S+/)![0]);
    expect(url.hash).toBe(`#t=${token}`);
    expect(`${url.pathname}${url.search}`).not.toContain(token);
    const rows = await owner<{ row: string }>("select to_jsonb(l)::text as row from links l");
    for (const { row } of rows) {
      expect(row).not.toContain(token);
      expect(row).not.toContain(Buffer.from(token, "base64url").toString("hex"));
    }
  });

  test("the newest kills the older", async () => {
    const [first, second] = [await resetLinkOf("Adam"), await resetLinkOf("Adam")];
    expect(await set(first)).toMatchObject({ code: "link_dead" });
    expect(await ask(openLink, stranger(), { token: first })).toMatchObject({
      value: { state: "expired" },
    });
    expect(await set(second)).toMatchObject({ ok: true });
    expect(await ask(openLink, stranger(), { token: second })).toMatchObject({
      value: { state: "used" },
    });
  });

  test("[V6.6.2] is good for one person: another's password stays as it is", async () => {
    const hashes = () =>
      owner<{ id: string; password_hash: string }>(
        "select id, password_hash from persons order by id",
      );
    const before = await hashes();
    expect(await set(await resetLinkOf("Aria"))).toMatchObject({ ok: true });
    const after = await hashes();
    const changed = after.filter(({ password_hash: hash }, n) => hash !== before[n]!.password_hash);
    expect(changed.map(({ id }) => id)).toEqual([cast.people.Aria.personId]);
  });

  test("dies with the password it was made under", async () => {
    const token = await resetLinkOf("Otto");
    await execute(changePassword, await cast.as("Otto"), {
      current: castPassword,
      password: "eleven herons read the tide",
    });
    expect(await set(token)).toMatchObject({ code: "link_dead" });

    const next = await resetLinkOf("Otto");
    await owner("update persons set credential_version = credential_version + 1 where id = $1", [
      cast.people.Otto.personId,
    ]);
    expect(await set(next)).toMatchObject({ code: "link_dead" });
    expect(await ask(openLink, stranger(), { token: next })).toMatchObject({
      value: { state: "expired" },
    });
  });

  test("[V6.4.1] lives for 20 minutes, an invitation for a day, by the database's clock", async () => {
    const token = await resetLinkOf("Adam");
    const [row] = await owner<{ minutes: number }>(
      "select extract(epoch from expires_at - created_at)::float / 60 as minutes from links where purpose = 'reset' and voided_at is null and consumed_at is null and person_id = $1",
      [cast.people.Adam.personId],
    );
    expect(row!.minutes).toBeCloseTo(20, 3);
    await owner("update links set expires_at = now() where person_id = $1", [
      cast.people.Adam.personId,
    ]);
    expect(await set(token)).toMatchObject({ code: "link_dead" });
  });

  test("[V6.3.8] nobody's token says nothing, and says it like a dead one", async () => {
    const nobodys = "A".repeat(43);
    const [made, dead] = [await set(nobodys), await set(await deadLink())];
    expect({ ...made, requestId: "" }).toEqual({ ...dead, requestId: "" });
    for (const token of ["", "x", "A".repeat(200)]) {
      expect(await set(token)).toMatchObject({ code: "link_dead" });
    }
    expect(await execute(renewLink, stranger(), { token: nobodys })).toMatchObject({
      ok: true,
      value: null,
    });
  });

  test("an expired one's page offers a fresh one to the address on record, and tells nothing", async () => {
    await workOff(installation.ownerUrl);
    const before = (await listMailbox()).length;
    const token = await deadLink();
    await workOff(installation.ownerUrl);
    const renewed = await execute(renewLink, stranger(), { token });
    expect(renewed).toEqual({ ok: true, value: null, requestId: expect.any(String) });
    await workOff(installation.ownerUrl);
    const mail = await listMailbox();
    expect(mail.length).toBeGreaterThan(before);
    expect(mail[0]).toMatchObject({ to: cast.people.Adam.email, subject: "Set a new password" });
    expect(await set(tokenIn(mail[0]!.text)!, "twelve moles paint the shed")).toMatchObject({
      ok: true,
    });
  });
});

async function deadLink(): Promise<string> {
  const token = await resetLinkOf("Adam");
  await owner("update links set expires_at = now() where person_id = $1", [
    cast.people.Adam.personId,
  ]);
  return token;
}
