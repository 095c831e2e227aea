import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";

import { stageEveryone } from "@/lib/cast/stage";
import { claimOf } from "@/lib/cast/testing";
import { readEnv } from "@/lib/env";
import { ask } from "@/lib/gate/ask";
import { execute } from "@/lib/gate/execute";
import { pauseUser } from "@/lib/users/pause-user";
import { showUser } from "@/lib/users/show-user";
import { rotateRootKey } from "@/lib/cli/rotate-root-key";
import { appPool } from "./connection";
import { prepareDatabase } from "./prepare";

const server = new URL(process.env.CASTELLAN_TEST_DATABASE_URL!);
const superuser = new pg.Client({ connectionString: server.href });
const owned = new URL(server);
owned.username = "keeper_of_one";
owned.password = "a database of its own";
owned.pathname = "/kept_by_one";

beforeAll(async () => {
  process.env.CASTELLAN_ROOT_KEY = Buffer.alloc(32, 8).toString("base64");
  await superuser.connect();
  await superuser.query(
    "create role keeper_of_one login createrole password 'a database of its own'",
  );
  for (const role of [
    "castellan_app",
    "castellan_gatekeeper",
    "castellan_support",
    "castellan_purger",
  ]) {
    await superuser.query(
      `do $$ begin create role ${role}; exception when duplicate_object or unique_violation then null; end $$`,
    );
    await superuser.query(`grant ${role} to keeper_of_one with admin option`);
  }
  await superuser.query("create database kept_by_one owner keeper_of_one");
});

afterAll(async () => {
  await appPool().end();
  await superuser.query("drop database kept_by_one with (force)");
  await superuser.query("drop role castellan_app_kept_by_one");
  await superuser.query("drop role keeper_of_one");
  await superuser.end();
});

test("[V13.2.2] a database whose owner is no superuser is prepared again and again, and serves", async () => {
  const env = readEnv(process.env);
  await prepareDatabase(owned.href, env);
  const { appUrl } = await prepareDatabase(owned.href, env);
  process.env.CASTELLAN_APP_DATABASE_URL = appUrl;
  process.env.DATABASE_URL = owned.href;

  const people = await stageEveryone();
  const { userId } = people.Mia;
  expect(await execute(pauseUser, await claimOf(people.Adam), { userId })).toMatchObject({
    ok: true,
  });

  process.env.CASTELLAN_ROOT_KEY_NEXT = Buffer.alloc(32, 9).toString("base64");
  expect((await rotateRootKey())[0]).toMatch(/^27 keys are wrapped/);
  expect(await ask(showUser, await claimOf(people.Olga), { userId })).toMatchObject({
    ok: true,
    value: { name: "Mia Member", status: "paused" },
  });
});
