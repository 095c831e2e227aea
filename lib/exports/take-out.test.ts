import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { generateX25519Identity } from "age-encryption";
import { beforeAll, describe, expect, test, vi } from "vitest";

import { listActivity } from "@/lib/activity/list-activity";
import { createApi } from "@/lib/api/api";
import { castPassword } from "@/lib/cast/people";
import { type OnStage, stageKey, stageSession } from "@/lib/cast/stage";
import { stageGrant } from "@/lib/cast/stage-support";
import { stageWebhook } from "@/lib/cast/stage-webhook";
import { claimOf, pageOfSession, testCast } from "@/lib/cast/testing";
import { testInstallation } from "@/lib/db/testing";
import { ask } from "@/lib/gate/ask";
import { execute } from "@/lib/gate/execute";
import { workOff } from "@/lib/jobs/testing";
import { editUser } from "@/lib/users/edit-user";
import { pauseUser } from "@/lib/users/pause-user";
import { forgetVault } from "@/lib/vault/vaults";
import { mark, markedNetwork } from "@/lib/vault/canaries";
import { cancelExport } from "./cancel-export";
import { downloadExport } from "./download-export";
import type { ExportFile, ExportView } from "./export";
import { openFile } from "./file";
import { listExports } from "./list-exports";
import { requestExport } from "./request-export";
import { ofAccount } from "./sections";
import { sweepExports } from "./sweep-exports";
import { rowsIn, unpack } from "./testing";

vi.hoisted(() => {
  process.env.CASTELLAN_TEST_BCRYPT_COST = "4";
});

const installation = testInstallation();
const { owner } = installation;
const cast = testCast();
const api = createApi();

/** What is on the disk, by name. */
const files = () => readdirSync(join(process.env.CASTELLAN_DATA_DIR!, "files", "exports"));

async function request(who: OnStage = cast.people.Olga): Promise<string> {
  const asked = await execute(requestExport, await claimOf(who), {});
  if (!asked.ok) throw new Error(asked.says);
  return asked.value.exportId;
}

async function made(): Promise<string> {
  const id = await request();
  await workOff(installation.ownerUrl);
  return id;
}

async function shown(id: string): Promise<ExportView> {
  const list = await ask(listExports, await cast.as("Olga"), {});
  if (!list.ok) throw new Error(list.says);
  return list.value.data.find((one) => one.id === id)!;
}

const download = async (id: string, who: OnStage = cast.people.Olga, token?: string) =>
  api(
    new Request(`http://localhost:3000/api/v1/exports/${id}/download`, {
      method: "POST",
      headers: { authorization: `Bearer ${token ?? (await stageSession(who))}` },
    }),
    { ip: "203.0.113.9" },
  );

const bytesOf = async (answer: Response) => Buffer.from(await answer.arrayBuffer());

/** What nothing of happened in this account. */
const maybeNone: string[] = ["removals", "disclosures", "support-looks", "erasure-requests"];

beforeAll(async () => {
  const { Olga, Adam, Mia, Pia } = cast.people;
  const adam = await claimOf(Adam);
  await execute(editUser, adam, { userId: Mia.userId, name: "=cmd|' /C calc'!A0", title: mark });
  await execute(pauseUser, adam, { userId: Mia.userId, reason: `Away, "for now"` });
  await execute(editUser, adam, { userId: Pia.userId, title: "-2+3" });
  const { webhookId } = await stageWebhook(Olga.accountId, { url: `https://${mark}.example/hook` });
  await owner(
    `insert into webhook_attempts (account_id, at, id, endpoint_id, delivery_id, message_id, number, outcome, duration,
       bytes_out, bytes_in, request_id) values ($1, now(), gen_random_uuid(), $2, $2, $2, 1, 'status', 1500, 10, 20, 'r')`,
    [Olga.accountId, webhookId],
  );
  await stageGrant(Olga.accountId, Olga);
  await stageKey(Adam, { name: `CI ${mark}`, networks: [`${markedNetwork}::/64`] });
  await owner(
    `insert into api_calls (account_id, at, request_id, actor_kind, actor_id, source, method, route, status, duration, bytes_in, bytes_out)
     select $1, now() - n * interval '1 millisecond', gen_random_uuid(), 'user', $2, 'api', 'GET', '/me', 200, 1000, 0, 1
     from generate_series(1, 2500) n`,
    [Olga.accountId, Mia.userId],
  );
});

describe("[P25] [P63] the take-out archive", () => {
  test("has everything of the account, each list twice, of the shapes that are promised", async () => {
    const id = await made();
    const view = await shown(id);
    expect(view).toMatchObject({ state: "ready", progress: 100, downloads: 0, trouble: null });
    const answer = await download(id);
    expect(answer.status).toBe(200);
    const archive = await bytesOf(answer);
    expect(archive.length).toBe(view.bytes);
    const { manifest, files: inside } = await unpack(archive);
    expect(manifest).toMatchObject({ format: "castellan-take-out", version: 1, archive: id });
    const names = ofAccount.flatMap(({ name }) => [`${name}.jsonl`, `${name}.csv`]);
    expect([...inside.keys()]).toEqual(["README.txt", ...names, "manifest.json"]);
    for (const { name, shape } of ofAccount) {
      const rows = rowsIn(inside, name);
      expect(rows.length, name).toBeGreaterThan(maybeNone.includes(name) ? -1 : 0);
      for (const row of rows) expect(shape.strict().parse(row)).toEqual(row);
      expect(manifest.files.find((file) => file.name === `${name}.jsonl`)!.rows).toBe(rows.length);
      expect(manifest.files.find((file) => file.name === `${name}.csv`)!.rows).toBe(rows.length);
    }
    expect(view.rows).toBe(
      ofAccount.reduce((sum, { name }) => sum + rowsIn(inside, name).length, 0),
    );
    const users = rowsIn(inside, "users");
    const [counted] = await owner<{ n: number }>(
      "select count(*)::int as n from users where account_id = $1",
      [cast.people.accountId],
    );
    expect(users).toHaveLength(counted!.n);
    expect(users.find(({ email }) => email === "mia@example.test")).toMatchObject({
      name: "=cmd|' /C calc'!A0",
      title: mark,
      role: "user",
      status: "paused",
    });
    expect(rowsIn(inside, "api-calls").length).toBeGreaterThanOrEqual(2_500);
    expect(rowsIn(inside, "activity").map(({ action }) => action)).toContain("export.request");
  });

  test("has no password, no hash and no secret", async () => {
    const { files: inside } = await unpack(await bytesOf(await download(await made())));
    const all = Buffer.concat([...inside.values()]).toString();
    const [secret] = await owner<{ hash: string; index: string; key: string }>(
      `select (select password_hash from persons where password_hash is not null limit 1) as hash,
         (select encode(email_index, 'hex') from persons limit 1) as index,
         (select encode(key_hash, 'hex') from api_keys limit 1) as key`,
    );
    for (const word of [secret!.hash, secret!.index, secret!.key, "whsec_", castPassword])
      expect(all).not.toContain(word);
    expect(all).not.toContain("nora@example.test");
  });

  test("[V1.2.10] its CSV runs nothing in a spreadsheet, and loses nothing", async () => {
    const { files: inside } = await unpack(await bytesOf(await download(await made())));
    const table = inside.get("users.csv")!.toString();
    expect(table.split("\n")[0]).toBe(`\uFEFF${Object.keys(ofAccount[1].shape.shape).join(",")}`);
    expect(table).toContain(`'=cmd|' /C calc'!A0`);
    expect(table).toContain(`,'-2+3,`);
    expect(table).toContain(`"Away, ""for now"""`);
    for (const [name, content] of inside) {
      if (name.endsWith(".csv")) expect(content.toString()).not.toMatch(/(^|,)"?[=+@\t]/m);
    }
  });

  test("[P31] lies on the disk as noise, and opens with no key but its own", async () => {
    const id = await made();
    const [{ run } = { run: "" }] = await owner<{ run: string }>(
      "select run from exports where id = $1",
      [id],
    );
    const path = join(process.env.CASTELLAN_DATA_DIR!, "files", "exports", `${run}.zip.age`);
    const stored = readFileSync(path);
    expect(stored.includes("PK\u0003\u0004")).toBe(false);
    expect(stored.includes("users.jsonl")).toBe(false);
    const other = await execute(downloadExport, await cast.as("Olga"), { exportId: id });
    const { key } = (other as unknown as { value: ExportFile }).value;
    expect((await unpack(await read(run, key))).manifest.archive).toBe(id);
    await expect(read(run, await generateX25519Identity())).rejects.toThrow();
  });

  test("[P31] cannot be opened once the key of the account is destroyed", async () => {
    const id = await made();
    const { accountId } = cast.people;
    await owner("create table kept as select * from account_keys where account_id = $1", [
      accountId,
    ]);
    const token = await stageSession(cast.people.Olga);
    await owner("delete from account_keys where account_id = $1", [accountId]);
    forgetVault(`account:${accountId}`);
    const answer = await download(id, cast.people.Olga, token);
    expect(answer.status).toBe(500);
    await owner("insert into account_keys select * from kept");
    expect((await download(id)).status).toBe(200);
  });

  test("is sent as a file that nothing on the way keeps, and each time is told", async () => {
    const id = await made();
    const answer = await download(id);
    await answer.arrayBuffer();
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      "content-type": "application/zip",
      "content-disposition": expect.stringMatching(
        /^attachment; filename="take-out-\d{4}-\d\d-\d\d\.zip"$/,
      ),
      "cache-control": "no-store",
    });
    await (await download(id)).arrayBuffer();
    expect((await shown(id)).downloads).toBe(2);
    const told = await ask(listActivity, await cast.as("Aria"), { action: "export.download" });
    if (!told.ok) throw new Error(told.says);
    const request = answer.headers.get("x-request-id");
    expect(told.value.data.find(({ requestId }) => requestId === request)!.sentence).toBe(
      "Olga Owner downloaded the take-out archive of the account",
    );
  });

  test("[V3.5.1] is fetched by a form of our own page, and by none of another site", async () => {
    const id = await made();
    const token = await stageSession(cast.people.Olga);
    const mine = await pageOfSession(token);
    const send = async (origin: string, page = mine) =>
      api(
        new Request(`http://localhost:3000/api/v1/exports/${id}/download?page=${page}`, {
          method: "POST",
          headers: {
            cookie: `castellan-session=${token}`,
            "content-type": "application/x-www-form-urlencoded",
            origin,
          },
        }),
        { ip: "203.0.113.9" },
      );
    const own = await send("http://localhost:3000");
    expect([own.status, own.headers.get("content-type")]).toEqual([200, "application/zip"]);
    expect((await unpack(await bytesOf(own))).manifest.archive).toBe(id);
    expect((await send("https://evil.example")).status).toBe(403);
    const other = mine.replace(/[^.]+$/, cast.people.nextDoorId);
    expect((await send("http://localhost:3000", other)).status).toBe(409);
    expect((await shown(id)).downloads).toBe(1);
  });

  test("[V7.5.3] is asked for and fetched with a fresh password alone", async () => {
    const id = await made();
    const token = await stageSession(cast.people.Olga);
    await owner("update sessions set confirmed_at = now() - interval '11 minutes'");
    const answer = await download(id, cast.people.Olga, token);
    expect([answer.status, await answer.json()]).toMatchObject([403, { code: "step_up_required" }]);
    const claim = await cast.as("Olga");
    await owner("update sessions set confirmed_at = now() - interval '11 minutes'");
    expect(await execute(requestExport, claim, {})).toMatchObject({ code: "step_up_required" });
    expect(await execute(requestExport, claim, { password: "wrong" })).toMatchObject({
      code: "wrong_password",
    });
    expect(await execute(requestExport, claim, { password: castPassword })).toMatchObject({
      ok: true,
    });
    expect((await shown(id)).downloads).toBe(0);
  });

  test("is the owners' alone", async () => {
    const id = await made();
    for (const name of ["Adam", "Aria", "Mia"] as const) {
      if (name !== "Mia")
        expect(await execute(requestExport, await cast.as(name), {})).toMatchObject({
          code: "forbidden",
        });
      expect((await download(id, cast.people[name])).status).toBe(name === "Mia" ? 401 : 403);
    }
    expect((await download(id, cast.people.Nora)).status).toBe(404);
    expect((await download(id, cast.people.Otto)).status).toBe(200);
  });

  test("comes once: a newer one replaces the older, whose file goes", async () => {
    const first = await made();
    const second = await made();
    expect(await shown(first)).toMatchObject({ state: "cancelled", may: [] });
    expect(await shown(second)).toMatchObject({ state: "ready" });
    expect(files()).toHaveLength(1);
    expect((await download(first)).status).toBe(409);
    expect((await download(second)).status).toBe(200);
  });

  test("two asked for at the same moment end as one", async () => {
    const claim = await cast.as("Olga");
    const asked = await Promise.all([1, 2, 3].map(() => execute(requestExport, claim, {})));
    expect(asked.filter(({ ok }) => ok).length).toBeGreaterThan(0);
    await workOff(installation.ownerUrl);
    const states = await owner<{ state: string }>(
      "select state from exports where account_id = $1 and state in ('queued', 'running', 'ready')",
      [cast.people.accountId],
    );
    expect(states).toEqual([{ state: "ready" }]);
    expect(files()).toHaveLength(1);
  });

  test("can be stopped before it is made, and deleted after", async () => {
    const waiting = await request();
    expect(await execute(cancelExport, await cast.as("Olga"), { exportId: waiting })).toMatchObject(
      { ok: true },
    );
    await workOff(installation.ownerUrl);
    expect(await shown(waiting)).toMatchObject({ state: "cancelled" });
    const ready = await made();
    expect(await execute(cancelExport, await cast.as("Olga"), { exportId: ready })).toMatchObject({
      ok: true,
    });
    expect((await download(ready)).status).toBe(409);
    await workOff(installation.ownerUrl);
    expect(files()).toEqual([]);
    expect(await execute(cancelExport, await cast.as("Olga"), { exportId: ready })).toMatchObject({
      code: "export_over",
    });
    const told = await ask(listActivity, await cast.as("Olga"), { action: "export.cancel" });
    if (!told.ok) throw new Error(told.says);
    expect(told.value.data.map(({ sentence }) => sentence)).toEqual(
      expect.arrayContaining([
        "Olga Owner deleted the take-out archive of the account",
        "Olga Owner stopped the making of the take-out archive",
      ]),
    );
  });

  test("expires after seven days: at once by the clock, and the file by the job", async () => {
    const id = await made();
    const { expiresAt, endedAt } = await shown(id);
    expect(Date.parse(expiresAt!) - Date.parse(endedAt!)).toBe(7 * 86_400_000);
    await owner("update exports set expires_at = now() where id = $1", [id]);
    expect(await shown(id)).toMatchObject({ state: "expired", may: [] });
    expect((await download(id)).status).toBe(409);
    expect(files()).toHaveLength(1);
    await sweepExports();
    expect(files()).toEqual([]);
    expect(await owner("select state, file_key from exports where id = $1", [id])).toEqual([
      { state: "expired", file_key: null },
    ]);
  });

  test("says so when it cannot be made, and leaves nothing behind", async () => {
    await owner("delete from limits"); // so often nobody asks in a day
    const id = await request();
    await owner("update accounts set name = '\\x00' where id = $1", [cast.people.accountId]);
    await owner(
      "update graphile_worker._private_jobs set attempts = 2 where key = 'make_export:' || $1",
      [id],
    );
    await workOff(installation.ownerUrl);
    expect(await shown(id)).toMatchObject({
      state: "failed",
      trouble: expect.stringContaining("Ask again"),
      may: [],
    });
    expect(files()).toEqual([]);
  });
});

async function read(run: string, key: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of await openFile(run, key)) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
