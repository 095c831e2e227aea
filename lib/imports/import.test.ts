import { createHash, randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";

import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { ZipFile } from "yazl";

import { createApi } from "@/lib/api/api";
import { type OnStage, stageSession } from "@/lib/cast/stage";
import { stageWebhook } from "@/lib/cast/stage-webhook";
import { claimOf, testCast } from "@/lib/cast/testing";
import { importArchive } from "@/lib/cli/import";
import { testInstallation } from "@/lib/db/testing";
import { readEnv } from "@/lib/env";
import { FORMAT_VERSION } from "@/lib/exports/format";
import { requestExport } from "@/lib/exports/request-export";
import { rowsIn, unpack } from "@/lib/exports/testing";
import { execute } from "@/lib/gate/execute";
import { workOff } from "@/lib/jobs/testing";
import { setPassword } from "@/lib/passwords/set-password";
import { deleteUser } from "@/lib/users/delete-user";
import { editUser } from "@/lib/users/edit-user";

vi.hoisted(() => {
  process.env.CASTELLAN_TEST_BCRYPT_COST = "4";
});

const installation = testInstallation();
const { owner } = installation;
const cast = testCast();
const api = createApi();

let folder: string;
let original: Buffer;
const env = () => readEnv(process.env);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "castellan-import-"));
  const { Mia, Pia, accountId } = cast.people;
  const adam = await cast.as("Adam");
  await execute(editUser, adam, { userId: Mia.userId, title: "Reader, “chief”", locale: "de-AT" });
  await owner("update users set time_zone = 'Europe/Vienna' where id = $1", [Mia.userId]);
  await execute(deleteUser, adam, { userId: Pia.userId });
  await stageWebhook(accountId, { url: "https://hooks.example/castellan", topics: "user.pause" });
  original = await takeOut(cast.people.Olga);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function takeOut(who: OnStage): Promise<Buffer> {
  const asked = await execute(requestExport, await claimOf(who), {});
  if (!asked.ok) throw new Error(asked.says);
  await workOff(installation.ownerUrl);
  const answer = await api(
    new Request(`http://localhost:3000/api/v1/exports/${asked.value.exportId}/download`, {
      method: "POST",
      headers: { authorization: `Bearer ${await stageSession(who)}` },
    }),
    { ip: "203.0.113.9" },
  );
  return Buffer.from(await answer.arrayBuffer());
}

const written = (archive: Buffer): string => {
  const path = join(folder, `${randomUUID()}.zip`);
  writeFileSync(path, archive);
  return path;
};

/** The archive with some of its files changed, and a manifest that fits unless it is changed as well. */
async function changed(
  change: (files: Map<string, Buffer>, manifest: Record<string, unknown>) => void,
  { fits = true } = {},
): Promise<string> {
  const { manifest, files } = await unpack(original);
  files.delete("manifest.json");
  const told: Record<string, unknown> = { ...manifest, archive: randomUUID() };
  change(files, told);
  if (fits) {
    told.files = [...files].map(([name, content]) => ({
      name,
      rows: name.endsWith("l") ? content.toString().split("\n").length - 1 : null,
      bytes: content.length,
      sha256: createHash("sha256").update(content).digest("hex"),
    }));
  }
  const zip = new ZipFile();
  for (const [name, content] of files) zip.addBuffer(content, name);
  zip.addBuffer(Buffer.from(JSON.stringify(told)), "manifest.json");
  zip.end();
  return written(await buffer(zip.outputStream));
}

const replace = (files: Map<string, Buffer>, name: string, from: string, to: string) =>
  files.set(name, Buffer.from(files.get(name)!.toString().replaceAll(from, to)));

const accounts = async () =>
  (await owner<{ n: number }>("select count(*)::int as n from accounts"))[0]!.n;

describe("[P63] an account made out of a take-out archive", () => {
  let lines: string[];
  let accountId: string;

  test("is checked without being made", async () => {
    const before = await accounts();
    const path = written(original);
    expect((await importArchive(env(), path, true)).join("\n")).toMatch(
      /The archive is whole: the account Acme.*7 users and 1 webhooks.*olga@example\.test, otto@example\.test/s,
    );
    expect(await accounts()).toBe(before);
  });

  test("has its people, invited, paused or in the bin, and waits for an owner", async () => {
    lines = await importArchive(env(), written(original), false);
    accountId = /\(([\da-f-]{36})\)/.exec(lines[0]!)![1]!;
    const users = await owner<{ role: string; status: string; n: number }>(
      "select role, status, count(*)::int as n from users where account_id = $1 group by 1, 2 order by 1, 2",
      [accountId],
    );
    expect(users).toEqual([
      { role: "administrator", status: "invited", n: 1 },
      { role: "auditor", status: "invited", n: 1 },
      { role: "owner", status: "invited", n: 2 },
      { role: "user", status: "deleted", n: 1 },
      { role: "user", status: "invited", n: 2 },
    ]);
    expect(await owner("select state from accounts where id = $1", [accountId])).toEqual([
      { state: "setting_up" },
    ]);
    const invited = await owner<{ role: string }>(
      `select u.role from letters l join users u on u.id = l.user_id
       where l.account_id = $1 and l.kind = 'invitation'`,
      [accountId],
    );
    expect(invited).toEqual([{ role: "owner" }, { role: "owner" }]);
    expect(
      await owner("select state, topics from webhook_endpoints where account_id = $1", [accountId]),
    ).toEqual([{ state: "paused", topics: "user.pause" }]);
    expect(await owner("select 1 from api_keys where account_id = $1", [accountId])).toEqual([]);
  });

  test("begins its activity with how it came to be", async () => {
    const told = await owner<{ action: string }>(
      "select action, actor_kind from activity where account_id = $1",
      [accountId],
    );
    expect(told).toEqual([{ action: "account.import", actor_kind: "operator" }]);
  });

  test("opens once an owner has accepted, and its own archive has the same users and settings", async () => {
    const token = new URL(lines.find((line) => line.startsWith("olga@"))!.split("  ")[1]!).hash;
    const accepted = await execute(
      setPassword,
      { kind: "visitor", request: (await cast.as("Olga")).request },
      { token: token.replace("#t=", "") },
    );
    expect(accepted).toMatchObject({ ok: true });
    const [olga] = await owner<{ id: string }>(
      "select id from users where account_id = $1 and status = 'active'",
      [accountId],
    );
    const again = await unpack(await takeOut({ ...cast.people.Olga, accountId, userId: olga!.id }));
    const before = await unpack(original);
    const same = (files: Map<string, Buffer>) =>
      rowsIn(files, "users")
        .map(({ name, email, title, role, locale, timeZone, createdAt }) => ({
          ...{ name, email, title, role, locale, timeZone, createdAt },
        }))
        .toSorted((a, b) => String(a.email).localeCompare(String(b.email)));
    expect(same(again.files)).toEqual(same(before.files));
    expect(same(again.files)).toHaveLength(7);
    const settings = (files: Map<string, Buffer>) => ({
      name: rowsIn(files, "account")[0]!.name,
      webhooks: rowsIn(files, "webhooks").map(({ url, topics, thin, description }) => ({
        ...{ url, topics, thin, description },
      })),
    });
    expect(settings(again.files)).toEqual(settings(before.files));
  });

  test("is made once", async () => {
    await expect(importArchive(env(), written(original), false)).rejects.toMatchObject({
      code: "archive_refused",
      extra: { says: expect.stringContaining("imported here already") },
    });
  });
});

describe("[P25] data of production", () => {
  test("is not imported into an installation for anything else", async () => {
    await expect(
      importArchive({ ...env(), environment: "staging" }, written(original), true),
    ).rejects.toMatchObject({ extra: { says: expect.stringMatching(/data of production.*demo/) } });
  });
});

describe("an archive that is not as it should be is refused, and nothing is imported", () => {
  const cases: [what: string, archive: () => Promise<string> | string, says: RegExp][] = [
    ["is not there", () => join(folder, "nothing.zip"), /There is no file/],
    ["is no zip", () => written(Buffer.from("not a zip at all")), /no zip archive/],
    ["was cut short", () => written(original.subarray(0, -400)), /no zip archive|damaged/],
    [
      "has a flipped byte",
      () => {
        const bytes = Buffer.from(original);
        const at = bytes.indexOf("users.jsonl") + 60;
        bytes[at] = bytes[at]! ^ 0x55;
        return written(bytes);
      },
      /damaged|changed|size/,
    ],
    [
      "has a file that was changed",
      () =>
        changed((files) => replace(files, "users.jsonl", "Mia Member", "Mix Member"), {
          fits: false,
        }),
      /users\.jsonl was changed: its SHA-256/,
    ],
    [
      "is of a newer format",
      () => changed((_, manifest) => (manifest.version = FORMAT_VERSION + 1)),
      /format 2.*newer one/,
    ],
    [
      "is of another program",
      () => changed((_, manifest) => (manifest.format = "something-else")),
      /no take-out archive of Castellan/,
    ],
    [
      "is a person's copy",
      () => changed((_, manifest) => (manifest.kind = "person")),
      /Only the take-out archive of an account/,
    ],
    ["lacks a list", () => changed((files) => files.delete("users.jsonl")), /has no users\.jsonl/],
    [
      "has a file nobody told of",
      () => changed((files) => files.set("more.jsonl", Buffer.from("{}\n")), { fits: false }),
      /does not list: "more\.jsonl"/,
    ],
    [
      "has fewer rows than it says",
      () =>
        changed(
          (files, manifest) => {
            const list = manifest.files as { name: string; rows: number }[];
            list.find(({ name }) => name === "users.jsonl")!.rows += 1;
          },
          { fits: false },
        ),
      /users\.jsonl has 7 rows, and the manifest says 8/,
    ],
    [
      "has a user nobody could be",
      () => changed((files) => replace(files, "users.jsonl", "mia@example.test", "no address")),
      /users\.jsonl, line \d: email: This is not an e-mail address/,
    ],
    [
      "has two users of one address",
      () => changed((files) => replace(files, "users.jsonl", "mia@", "adam@")),
      /adam@example\.test is in the archive twice/,
    ],
    [
      "has no owner",
      () => changed((files) => replace(files, "users.jsonl", '"owner"', '"user"')),
      /no owner who could be invited/,
    ],
    [
      "has a role that does not exist",
      () => changed((files) => replace(files, "users.jsonl", '"auditor"', '"emperor"')),
      /users\.jsonl, line \d: role/,
    ],
    [
      "is a bomb",
      () => changed((files) => files.set("activity.jsonl", Buffer.alloc(60_000_000, "\n"))),
      /made to hurt/,
    ],
    ["names a file outside of itself", outside, /outside of itself/],
    ["lies about a size", lying, /damaged|another size|larger than it says/],
  ];

  test.each(cases)("one that %s", async (_, archive, says) => {
    const before = await accounts();
    const path = await archive();
    for (const check of [true, false])
      await expect(importArchive(env(), path, check)).rejects.toMatchObject({
        code: "archive_refused",
        extra: { says: expect.stringMatching(says) },
      });
    expect(await accounts()).toBe(before);
    expect(
      await owner("select 1 from users where account_id not in (select id from accounts)"),
    ).toEqual([]);
  });

  /** A zip whose directory leads out of the folder: the library that writes ours would not write it. */
  async function outside(): Promise<string> {
    const path = await changed((files) => files.set("aa-evil.jsonl", Buffer.from("{}\n")));
    const { readFileSync } = await import("node:fs");
    const bytes = readFileSync(path);
    for (
      let at = bytes.indexOf("aa-evil.jsonl");
      at >= 0;
      at = bytes.indexOf("aa-evil.jsonl", at + 1)
    )
      bytes.write("../evil.jsonl", at);
    return written(bytes);
  }

  /** A zip whose directory says less than what comes out. */
  function lying(): string {
    const bytes = Buffer.from(original);
    const entry = bytes.lastIndexOf("users.jsonl") - 46;
    bytes.writeUInt32LE(10, entry + 24);
    return written(bytes);
  }
});
