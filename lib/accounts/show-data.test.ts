import { describe, expect, test, vi } from "vitest";

import { day } from "@/lib/clock";
import { testCast } from "@/lib/cast/testing";
import { testInstallation } from "@/lib/db/testing";
import { ask } from "@/lib/gate/ask";
import type { Claim } from "@/lib/gate/claim";
import { ANSWERS_KEPT, LETTERS_KEPT, SESSIONS_KEPT, SUMS_KEPT } from "@/lib/privacy/kept";
import { dataClasses, type HeldData } from "./held-data";
import { showData } from "./show-data";

vi.hoisted(() => {
  process.env.CASTELLAN_TEST_BCRYPT_COST = "4";
});

const { owner } = testInstallation();
const cast = testCast();

async function heldFor(claim: Claim): Promise<Map<string, HeldData["data"][number]>> {
  const held = await ask(showData, claim, {});
  if (!held.ok) throw new Error(held.says);
  return new Map(held.value.data.map((one) => [one.class, one]));
}

describe("[P63] what the account holds, and for how long", () => {
  test("is told class by class to everyone who reads the account, and to nobody else", async () => {
    for (const name of ["Olga", "Adam", "Aria"] as const) {
      const held = await heldFor(await cast.as(name));
      expect([...held.keys()]).toEqual([...dataClasses]);
      expect(held.get("users")).toMatchObject({ count: 7, days: null, nextAt: null });
    }
    expect(await ask(showData, await cast.as("Mia"), {})).toMatchObject({ code: "forbidden" });
    expect((await heldFor(await cast.as("Nora"))).get("users")!.count).toBe(1);
  });

  test("follows the operator's setting, and says when the oldest goes", async () => {
    await owner("update settings set call_retention_days = 45");
    await owner(
      `insert into api_calls (account_id, at, request_id, actor_kind, source, method, route, status, duration, bytes_in, bytes_out)
       values ($1, now() - interval '1 day', gen_random_uuid(), 'user', 'api', 'GET', '/me', 200, 1, 0, 0)`,
      [cast.people.accountId],
    );
    const calls = (await heldFor(await cast.as("Olga"))).get("calls")!;
    expect(calls.days).toBe(45);
    expect(Date.parse(calls.nextAt!) - Date.parse(calls.since!)).toBe(45 * 86_400_000);
  });

  test("the days that are told are the days the clean-up counts", async () => {
    const [{ tidy } = { tidy: "" }] = await owner<{ tidy: string }>(
      "select pg_get_functiondef('castellan.tidy()'::regprocedure) as tidy",
    );
    for (const [table, kept] of [
      ["sessions", SESSIONS_KEPT],
      ["letters", LETTERS_KEPT],
      ["links", LETTERS_KEPT],
      ["traffic_rollups", SUMS_KEPT],
      ["idempotency", ANSWERS_KEPT],
    ] as const)
      expect(tidy).toMatch(new RegExp(`DELETE FROM ${table} [^;]*interval '${kept / day} days?'`));
  });

  test("nothing of an active account goes by itself but what says so", async () => {
    const [{ tidy } = { tidy: "" }] = await owner<{ tidy: string }>(
      "select pg_get_functiondef('castellan.tidy()'::regprocedure) as tidy",
    );
    const cleaned = [...tidy.matchAll(/DELETE FROM (\w+)/g)].map(([, table]) => table!);
    expect([...new Set(cleaned)].toSorted((a, b) => a.localeCompare(b))).toEqual([
      "idempotency",
      "letters",
      "limits",
      "links",
      "mailbox",
      "sessions",
      "traffic_rollups",
    ]);
  });
});
