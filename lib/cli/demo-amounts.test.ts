import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { castPassword } from "@/lib/cast/people";
import { visitor } from "@/lib/cast/testing";
import { testInstallation } from "@/lib/db/testing";
import { readEnv } from "@/lib/env";
import { execute } from "@/lib/gate/execute";
import { openSession } from "@/lib/sessions/open-session";
import { demo } from "./demo";

const installation = testInstallation();
const { owner } = installation;
const envIn = (environment: string) =>
  readEnv({ ...process.env, CASTELLAN_ENVIRONMENT: environment });
const wanted = { accounts: "3", users: "40", events: "300", seed: "7" };

beforeAll(() => {
  process.env.DATABASE_URL = installation.ownerUrl;
});
afterAll(() => {
  delete process.env.DATABASE_URL;
});

describe("[P25] invented data in amounts", () => {
  let said: string[];

  test("says what is wrong with an amount", async () => {
    await expect(demo(envIn("test"), { accounts: "many" })).rejects.toThrow(/--accounts must be/);
    await expect(demo(envIn("test"), { accounts: "20", users: "30" })).rejects.toThrow(
      /--users must be at least 3 for each account/,
    );
  });

  test("is there in the amounts asked for, and its owners can sign in", async () => {
    const told: string[] = [];
    said = await demo(envIn("production"), wanted, (says) => told.push(says));
    expect(told).toHaveLength(20);
    expect(told.at(-1)).toBe("40 of 40 users are made");
    const [counted] = await owner(
      `select (select count(*)::int from accounts where state = 'active') as accounts,
         (select count(*)::int from users) as users, (select count(*)::int from activity) as events`,
    );
    expect(counted).toEqual({ accounts: 3, users: 40, events: 300 });
    const email = /as (\S+@\S+),/.exec(said[1]!)![1]!;
    expect(await execute(openSession, visitor(), { email, password: castPassword })).toMatchObject({
      ok: true,
    });
  });

  test("is not put beside what is there in production, and may be anywhere else", async () => {
    await expect(demo(envIn("production"), wanted)).rejects.toThrow(/has an account already/);
    await demo(envIn("staging"), { ...wanted, seed: "8" });
    expect(await owner("select count(*)::int as n from accounts")).toEqual([{ n: 6 }]);
  });
});
