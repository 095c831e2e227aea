import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { Character } from "@/lib/cast/people";
import { type OnStage, stageAccount, stageUser } from "@/lib/cast/stage";
import { appPool, inTransaction } from "@/lib/db/connection";
import { prepareDatabase } from "@/lib/db/prepare";
import { readEnv } from "@/lib/env";
import { listMailbox } from "@/lib/mail/mailbox";
import { tokenIn } from "@/lib/mail/testing";
import { hashed } from "@/lib/passwords/check";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "@/lib/processes/embedded-postgres";
import { clientIpHeader } from "@/lib/processes/front-door";
import { killed, nextMessage, startProcess } from "@/lib/processes/testing";
import { Receiver } from "@/lib/webhooks/testing";
import { findCanaries, findEncodedCanaries, mark, markedNetwork } from "./canaries";

const PEOPLE = 1_000;
const password = `${mark} over the quiet harbour`;

let dataDir: string;
let postgres: EmbeddedPostgres;
let client: pg.Client;
let people: OnStage[];
let port = 0;
const processes: Awaited<ReturnType<typeof startProcess>>[] = [];
/** Tokens are personal too, and hold no mark. */
const tokens: string[] = [];

const character = (n: number, role: Character["role"] = "user"): Character => ({
  name: `Name ${mark} ${n}`,
  email: `mail${n}.${mark}@example.test`,
  role,
  status: "active",
  title: `Title ${mark} ${n}`,
});

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), "castellan-canaries-"));
  postgres = await startEmbeddedPostgres(dataDir);
  process.env.CASTELLAN_ROOT_KEY = Buffer.alloc(32, 5).toString("base64");
  process.env.CASTELLAN_ORIGIN = "http://localhost:3000";
  process.env.CASTELLAN_DATA_DIR = dataDir;
  // as they are where nobody says otherwise: apart from the data
  delete process.env.CASTELLAN_KEY_STORE;
  const { appUrl } = await prepareDatabase(postgres.ownerUrl, readEnv(process.env));
  process.env.CASTELLAN_APP_DATABASE_URL = appUrl;
  client = new pg.Client({ connectionString: postgres.ownerUrl });
  await client.connect();

  const { accountId, Olga } = await stageAccount(`Account ${mark}`, {
    Olga: character(0, "owner"),
  });
  const hash = await hashed(password);
  people = await inTransaction(async (db) => {
    const staged = [Olga];
    for (let n = 1; n < PEOPLE; n++)
      staged.push(await stageUser(db, accountId, character(n), hash));
    await db.$client.query("select set_config('castellan.person_id', $1, true)", [Olga.personId]);
    await db.$client.query("update persons set password_hash = $1 where id = $2", [
      hash,
      Olga.personId,
    ]);
    return staged;
  });

  const service = await startProcess(new URL("../processes/testing-service.ts", import.meta.url), {
    CASTELLAN_DATA_DIR: dataDir,
  });
  ({ port } = await nextMessage<{ port: number }>(service));
  const worker = await startProcess(new URL("../processes/worker.ts", import.meta.url), {
    DATABASE_URL: postgres.ownerUrl,
  });
  processes.push(service, worker);
}, 120_000);

afterAll(async () => {
  await Promise.all(processes.map(killed));
  await client.end();
  await appPool().end();
  await postgres.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

let calls = 0;
async function call(method: string, path: string, body?: unknown, token?: string) {
  calls += 1;
  const answer = await fetch(`http://127.0.0.1:${port}/api/v1${path}`, {
    method,
    headers: {
      "content-type": "application/json",
      "user-agent": `Agent-${mark}/${calls}`,
      [clientIpHeader]: `${markedNetwork}:${calls.toString(16)}::1`,
      ...(token && { authorization: `Bearer ${token}` }),
    },
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, body: text ? (JSON.parse(text) as Record<string, unknown>) : {} };
}

async function signIn(person: OnStage): Promise<string> {
  const { status, body } = await call("POST", "/sessions", { email: person.email, password });
  expect(status).toBe(201);
  tokens.push(String(body.token));
  return String(body.token);
}

async function queueIsEmpty(): Promise<void> {
  for (;;) {
    const { rows } = await client.query("select count(*)::int as n from graphile_worker.jobs");
    if (rows[0].n === 0) return;
    await pause(50);
  }
}

/** Every row of every table of ours and the queue's, as a plain dump has it. */
async function dump(): Promise<string> {
  const { rows: tables } = await client.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema')`,
  );
  const lines: string[] = [];
  for (const { name } of tables) {
    const { rows } = await client.query<{ line: string }>(`select t::text as line from ${name} t`);
    lines.push(name, ...rows.map(({ line }) => line));
  }
  return lines.join("\n");
}

/** Where on disk a canary stands in clear. */
function inFiles(): string[] {
  const finds: string[] = [];
  for (const entry of readdirSync(dataDir, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    for (const find of findCanaries(readFileSync(path), tokens)) finds.push(`${path}: ${find}`);
  }
  return finds;
}

describe("[P29] personal data at rest", () => {
  test(
    `[V14.2.4] [V16.2.5] of ${PEOPLE} people is nowhere in clear, whatever was done: not in a dump, not on disk, not in a log`,
    { timeout: 180_000 },
    async () => {
      const olga = await signIn(people[0]!);
      // a receiver that quotes what it is sent, so that it stands in the answers too
      const receiver = await Receiver.start();
      receiver.usual = (response) => response.end(receiver.received.at(-1)!.body);
      const webhook = await call(
        "POST",
        "/webhook-endpoints",
        { url: `${receiver.url}/${mark}`, topics: ["*"], description: `Told ${mark}`, password },
        olga,
      );
      expect(webhook.status).toBe(201);
      tokens.push(String(webhook.body.secret).slice(6));
      for (let n = 1; n <= 12; n++) {
        const one = people[n]!;
        const path = `/users/${one.userId}`;
        await call("POST", "/sessions", { email: one.email, password: `${mark} is wrong` });
        const theirs = await signIn(one);
        await call("PATCH", "/me", { title: `Own title ${mark}`, locale: "de" }, theirs);
        expect(
          (await call("PATCH", path, { name: `Renamed ${mark} ${n}` }, olga)).status,
        ).toBeLessThan(300);
        await call("PUT", `${path}/role`, { role: "auditor" }, olga);
        await call("POST", "/password-resets", { email: one.email });
        await call("PUT", `${path}/email`, { email: `moved${n}.${mark}@example.test` }, olga);
        await call("PUT", `${path}/pause`, { reason: `Reason ${mark} ${n}` }, olga);
        if (n % 3 === 0) await call("DELETE", `${path}/pause`, undefined, olga);
        if (n % 4 === 0) await call("DELETE", path, undefined, olga);
        const invited = await call(
          "POST",
          "/users",
          { email: `new${n}.${mark}@example.test`, name: `New ${mark} ${n}`, title: mark },
          olga,
        );
        expect(invited.status).toBe(201);
      }
      const found = await call("GET", `/users?q=${mark}&limit=100`, undefined, olga);
      expect(found.body.total).toBeGreaterThanOrEqual(PEOPLE);
      expect((await call("GET", `/activity?q=${mark}`, undefined, olga)).status).toBe(200);
      await call("PATCH", "/account", { name: `Other account ${mark}` }, olga);
      // what goes wrong must not tell either
      await call("POST", "/users", `{"email": "${mark}`, olga);
      await call("POST", "/users", { email: `${mark}`, role: mark }, olga);
      await call("GET", `/users/${mark}`, undefined, olga);
      await call("POST", "/passwords", { token: `${mark}`, password });
      for (const table of ["users", "letters"]) {
        await client.query(`revoke insert, update on ${table} from castellan_app`);
        const failed = await call(
          "POST",
          "/users",
          {
            email: `failed.${mark}@example.test`,
            name: `Failed ${mark}`,
          },
          olga,
        );
        expect(failed.status).toBe(500);
        await client.query(`grant insert, update on ${table} to castellan_app`);
      }
      await queueIsEmpty();
      const letters = await listMailbox();
      expect(letters.length).toBeGreaterThan(24);
      for (const { to, text } of letters) {
        expect(to).toContain(mark);
        const token = tokenIn(text);
        if (token) tokens.push(token);
      }
      expect(receiver.received.filter(({ body }) => body.includes(mark)).length).toBeGreaterThan(
        24,
      );
      await receiver.stop();
      await client.query("checkpoint");

      expect(findEncodedCanaries(await dump(), tokens)).toEqual([]);
      expect(inFiles()).toEqual([]);
      const said = processes.map((one) => one.said()).join("\n");
      expect(said).toContain('"level"');
      expect(findEncodedCanaries(said, tokens)).toEqual([]);
    },
  );

  test(
    "would be found by the same look: as text, in UTF-16, in hex and in base64, in a dump and on disk",
    { timeout: 60_000 },
    async () => {
      for (const hidden of [
        `x ${mark.toUpperCase()} y`,
        `\\x${Buffer.from(`aa${mark}`).toString("hex")}`,
        `"${Buffer.from(`a${mark} and more`).toString("base64")}"`,
        `from ${markedNetwork}:1::1`,
      ]) {
        expect(findEncodedCanaries(hidden), hidden).not.toEqual([]);
      }
      const wide = Buffer.from(mark, "utf16le");
      for (const bytes of [wide, Buffer.from(wide).swap16()]) {
        expect(findCanaries(bytes)).not.toEqual([]);
      }
      expect(findCanaries(Buffer.from("nothing of that kind"))).toEqual([]);

      await client.query("create table planted (open text, bytes bytea)");
      await client.query("insert into planted values ($1, $2)", [null, Buffer.from(mark)]);
      await client.query("checkpoint");
      expect(findEncodedCanaries(await dump())).not.toEqual([]);
      expect(inFiles()).not.toEqual([]);
    },
  );
});
