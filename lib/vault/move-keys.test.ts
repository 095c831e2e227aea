import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";

import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { appPool } from "@/lib/db/connection";
import { testInstallation } from "@/lib/db/testing";
import { readEnv } from "@/lib/env";
import { bundled } from "@/lib/processes/testing";
import { keysApart } from "./keys-apart";
import { keysTogether } from "./keys-together";
import type { Asked, KeyStore, StoredKeys } from "./stored-keys";
import { rootKeys } from "./root-key";
import { settleKeys } from "./settle-keys";
import { unwrap, wrap } from "./wrap";

const PERSONS = 200;

const installation = testInstallation();
const dataDir = mkdtempSync(join(tmpdir(), "castellan-moving-"));
let client: pg.Client;
let cli: URL;
let before: string[];

const env = () => readEnv({ ...process.env, CASTELLAN_DATA_DIR: dataDir });
const roots = () => rootKeys(env());
const files = () => keysApart(env());

beforeAll(async () => {
  cli = await bundled(new URL("../processes/cli.ts", import.meta.url));
  client = new pg.Client(installation.ownerUrl);
  await client.connect();
  const { rows } = await client.query<{ id: string }>(
    `insert into persons (id, email, email_index) select gen_random_uuid(), '\\x00', uuid_send(gen_random_uuid())
     from generate_series(1, ${PERSONS}) returning id`,
  );
  const [root] = roots();
  for (const { id } of rows)
    await keysTogether.add(
      client,
      `person:${id}`,
      wrap(root!, `person:${id}`, 1, Buffer.from(id.slice(0, 32))),
    );
  before = await opened(keysTogether);
  await appPool().end();
  Object.assign(globalThis, { [Symbol.for("castellan.pool")]: undefined });
}, 60_000);
afterAll(async () => {
  await client.end();
  rmSync(dataDir, { recursive: true, force: true });
});

/** Every key of a store, as it opens. */
async function opened(store: KeyStore): Promise<string[]> {
  const all: StoredKeys[] = [];
  for await (const batch of store.walk(client)) all.push(...batch);
  return all
    .flatMap(({ owner, keys }) =>
      keys.map((key) => `${owner} ${unwrap(roots(), owner, key).toString("hex")}`),
    )
    .toSorted();
}

/** Nothing is lost as long as one of the two has it, and in the end one place has it all. */
async function nothingIsLost(): Promise<void> {
  const both = new Set([...(await opened(keysTogether)), ...(await opened(files()))]);
  expect([...both].toSorted()).toEqual(before);
}

async function allAre(place: "apart" | "together"): Promise<void> {
  const [there, empty] = place === "apart" ? [files(), keysTogether] : [keysTogether, files()];
  expect(await opened(there)).toEqual(before);
  expect(await opened(empty)).toEqual([]);
  const { rows } = await client.query("select place, leaving from key_place");
  expect(rows).toEqual([{ place, leaving: null }]);
  expect(existsSync(join(dataDir, "keys"))).toBe(place === "apart");
}

describe("keys that are moved", () => {
  test.each(["apart", "together"] as const)(
    "%s, interrupted at every statement, are all there in the end, and nowhere else",
    { timeout: 120_000 },
    async (place) => {
      const wanted = { ...env(), keyStore: place };
      // every statement at first, then ever farther: the many in the middle are all alike
      for (let nth = 1; ; nth += nth < 20 ? 1 : 61) {
        let left = nth;
        const on: Asked = {
          query: (text, values) =>
            left-- > 0
              ? client.query(text, values)
              : Promise.reject(new Error("the machine is gone")),
        };
        const done = await settleKeys(on, wanted, roots()).then(
          () => true,
          () => false,
        );
        await client.query("reset role; select pg_advisory_unlock_all()");
        await nothingIsLost();
        if (done) break;
      }
      await allAre(place);
    },
  );

  test.each(["apart", "together"] as const)(
    "%s, with the process killed again and again, are all there in the end, and nowhere else",
    { timeout: 120_000 },
    async (place) => {
      let kills = 0;
      for (let after = 600; ; after += 250) {
        const child = spawn(process.execPath, [fileURLToPath(cli), "migrate"], {
          env: {
            ...process.env,
            VITEST: undefined,
            DATABASE_URL: installation.ownerUrl,
            CASTELLAN_DATA_DIR: dataDir,
            CASTELLAN_KEY_STORE: place,
          },
          stdio: ["ignore", "ignore", "pipe"],
        });
        let said = "";
        child.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
        const ended = once(child, "close");
        const killed = await Promise.race([
          ended.then(() => false),
          pause(after).then(() => child.kill("SIGKILL")),
        ]);
        await ended;
        await serverHasLetGo();
        await nothingIsLost();
        if (!killed) {
          expect(child.exitCode, said).toBe(0);
          break;
        }
        kills += 1;
      }
      expect(kills).toBeGreaterThan(1);
      await allAre(place);
    },
  );
});

/** PostgreSQL notices a killed client at its next word. */
async function serverHasLetGo(): Promise<void> {
  for (;;) {
    const { rows } = await client.query(
      `select from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
       and application_name like 'castellan%'`,
    );
    if (!rows.length) return;
    await pause(20);
  }
}
