import { execFile } from "node:child_process";
import { promisify } from "node:util";

import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { environment } from "@/lib/cli/environment";
import { prepareDatabase } from "@/lib/db/prepare";
import { testInstallation } from "@/lib/db/testing";
import { readEnv, StartError } from "@/lib/env";
import { bundled, nextMessage, startProcess } from "@/lib/processes/testing";

const installation = testInstallation();
const { owner } = installation;

/** A copy of the installation's database, as a restored backup would be one, under staging's configuration. */
let copy: { ownerUrl: string; appUrl: string; drop(): Promise<void> };
const staging = { CASTELLAN_ENVIRONMENT: "staging" };
const envIn = (environment: string) =>
  readEnv({ ...process.env, CASTELLAN_ENVIRONMENT: environment });
const says = /belongs to the environment "production", and CASTELLAN_ENVIRONMENT says "staging"/;

const on = async <T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
};
const markOn = (url: string) =>
  on(url, async (client) => (await client.query("select environment from installation")).rows);

beforeAll(async () => {
  const url = new URL(installation.ownerUrl);
  const name = `${url.pathname.slice(1)}_copy`;
  url.pathname = "/postgres";
  await on(url.href, (client) =>
    client.query(`create database ${name} template castellan_template`),
  );
  url.pathname = `/${name}`;
  const { appUrl } = await prepareDatabase(url.href, envIn("production"));
  copy = {
    ownerUrl: url.href,
    appUrl,
    async drop() {
      url.pathname = "/postgres";
      await on(url.href, (client) => client.query(`drop database ${name} with (force)`));
    },
  };
});
afterAll(() => copy?.drop());

describe("[P25] the mark of the environment", () => {
  test("is written at the first start, with an id, and stays", async () => {
    const [first] = await owner("select * from installation");
    expect(first).toMatchObject({ id: 1, environment: "production" });
    await prepareDatabase(installation.ownerUrl, envIn("production"));
    expect(await owner("select * from installation")).toEqual([first]);
  });

  test("the application's login reads it and cannot change it", async () => {
    await on(process.env.CASTELLAN_APP_DATABASE_URL!, async (app) => {
      expect((await app.query("select environment from installation")).rows).toHaveLength(1);
      for (const change of [
        "update installation set environment = 'staging'",
        "delete from installation",
        "insert into installation values (1, gen_random_uuid(), 'staging')",
      ])
        await expect(app.query(change)).rejects.toMatchObject({ code: "42501" });
    });
  });
});

describe("[P25] a copy of production under staging's configuration", () => {
  test("is not prepared: it says why and what to do, and is left as it is", async () => {
    const refused = await prepareDatabase(copy.ownerUrl, envIn("staging")).catch((error) => error);
    expect(refused).toBeInstanceOf(StartError);
    expect(refused.message).toMatch(says);
    expect(refused.message).toMatch(
      /nothing was changed.*npx castellan demo.*environment --move staging/s,
    );
    expect(await markOn(copy.ownerUrl)).toEqual([{ environment: "production" }]);
  });

  test("starts no server and no worker", async () => {
    for (const [process, url] of [
      ["server", { CASTELLAN_APP_DATABASE_URL: copy.appUrl }],
      ["worker", { DATABASE_URL: copy.ownerUrl }],
    ] as const) {
      const child = await startProcess(new URL(`../processes/${process}.ts`, import.meta.url), {
        ...staging,
        ...url,
      });
      expect(await nextMessage(child), process).toMatchObject({
        failed: expect.stringMatching(says),
      });
    }
  }, 120_000);

  test("answers no command of the command line, but for the one that moves it", async () => {
    const cli = await bundled(new URL("../processes/cli.ts", import.meta.url));
    const run = (...args: string[]) =>
      promisify(execFile)(process.execPath, [cli.pathname, ...args], {
        env: { ...process.env, ...staging, DATABASE_URL: copy.ownerUrl, VITEST: "" },
      }).catch((error: { code: number; stderr: string }) => error);
    for (const command of ["status", "migrate", "demo"])
      expect(await run(command)).toMatchObject({ code: 1, stderr: expect.stringMatching(says) });
    expect(await run("environment")).toMatchObject({
      stdout: expect.stringContaining("nothing starts on it"),
    });
  }, 120_000);
});

describe("[P25] moving an installation to another environment", () => {
  const move = (given: { move?: string; confirm?: string }, to = "staging") =>
    environment(envIn(to), copy.ownerUrl, given);

  test("needs the configuration it will have, the root key and a sentence typed by hand", async () => {
    await expect(move({ move: "staging" }, "production")).rejects.toThrow(/set it to staging/);
    await expect(move({ move: "staging" })).rejects.toThrow(
      /--confirm "production becomes staging"/,
    );
    await expect(move({ move: "staging", confirm: "yes" })).rejects.toThrow(/people's data/);
    const key = process.env.CASTELLAN_ROOT_KEY;
    process.env.CASTELLAN_ROOT_KEY = Buffer.alloc(32, 8).toString("base64");
    try {
      await expect(
        move({ move: "staging", confirm: "production becomes staging" }),
      ).rejects.toThrow(/root key is not the one/);
    } finally {
      process.env.CASTELLAN_ROOT_KEY = key;
    }
    expect(await markOn(copy.ownerUrl)).toEqual([{ environment: "production" }]);
  });
});
