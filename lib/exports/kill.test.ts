import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

import { afterEach, beforeAll, expect, test, vi } from "vitest";

import { claimOf, testCast } from "@/lib/cast/testing";
import { testInstallation } from "@/lib/db/testing";
import { execute } from "@/lib/gate/execute";
import { killed, nextMessage, startProcess } from "@/lib/processes/testing";
import { downloadExport } from "./download-export";
import { openFile } from "./file";
import { requestExport } from "./request-export";
import { rowsIn, unpack } from "./testing";

vi.hoisted(() => {
  process.env.CASTELLAN_TEST_BCRYPT_COST = "4";
});

const installation = testInstallation();
const { owner } = installation;
const cast = testCast();
const CALLS = 60_000;

let worker: Awaited<ReturnType<typeof startProcess>> | null = null;
const folder = () => join(process.env.CASTELLAN_DATA_DIR!, "files", "exports");
const files = () => (existsSync(folder()) ? readdirSync(folder()) : []);

beforeAll(async () => {
  await owner(
    `insert into api_calls (account_id, at, request_id, actor_kind, actor_id, source, method, route, status, duration, bytes_in, bytes_out)
     select $1, now() - n * interval '1 millisecond', gen_random_uuid(), 'user', $2, 'api', 'GET', '/me', 200, 1000, 0, 1
     from generate_series(1, $3::int) n`,
    [cast.people.accountId, cast.people.Mia.userId, CALLS],
  );
});
afterEach(async () => {
  if (worker) await killed(worker);
});

async function startWorker(): Promise<void> {
  worker = await startProcess(new URL("../processes/worker.ts", import.meta.url), {
    DATABASE_URL: installation.ownerUrl,
    NODE_ENV: "production",
  });
  await nextMessage(worker);
}

type Row = { state: string; progress: number; run: string };
const stateOf = async (id: string) =>
  (await owner<Row>("select state, progress, run from exports where id = $1", [id]))[0]!;

async function until(what: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 40_000; !(await what()); await pause(10))
    if (Date.now() > end) throw new Error("it took too long");
}

test("[P63] killed in the middle and run again, one archive is ready, whole, and nothing else is left", async () => {
  const asked = await execute(requestExport, await cast.as("Olga"), {});
  if (!asked.ok) throw new Error(asked.says);
  const { exportId } = asked.value;
  const tries: string[] = [];
  for (const percent of [10, 40]) {
    await startWorker();
    await until(async () => {
      const now = await stateOf(exportId);
      return now.state === "running" && !tries.includes(now.run) && now.progress >= percent;
    });
    await killed(worker!);
    tries.push((await stateOf(exportId)).run);
    expect(files()).toContain(`${tries.at(-1)}.zip.age.part`);
  }
  await startWorker();
  await until(async () => (await stateOf(exportId)).state === "ready");
  await until(async () => files().length === 1);
  const { run } = await stateOf(exportId);
  expect(tries).not.toContain(run);
  expect(files()).toEqual([`${run}.zip.age`]);

  const taken = await execute(downloadExport, await claimOf(cast.people.Olga), { exportId });
  if (!taken.ok) throw new Error(taken.says);
  const chunks: Buffer[] = [];
  for await (const chunk of await openFile(run, taken.value.key)) chunks.push(chunk as Buffer);
  const { files: inside } = await unpack(Buffer.concat(chunks));
  expect(rowsIn(inside, "api-calls")).toHaveLength(CALLS);
}, 120_000);
