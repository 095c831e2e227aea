import { beforeEach, describe, expect, test } from "vitest";

import { castPassword } from "@/lib/cast/people";
import { stranger, testCast, testRequest } from "@/lib/cast/testing";
import { testInstallation } from "@/lib/db/testing";
import { execute } from "@/lib/gate/execute";
import { tokenTo } from "@/lib/mail/testing";
import { setPassword } from "@/lib/passwords/set-password";
import { openSession } from "@/lib/sessions/open-session";
import { sendReset } from "@/lib/users/send-reset";
import { addressBlock } from "./limits";

const { owner } = testInstallation();
const cast = testCast();

const wrong = "this is not the password";
const from = (ip: string) => ({ kind: "visitor", request: { ...testRequest(), ip } }) as const;
const tryIn = (email: string, password: string, claim: ReturnType<typeof stranger> = stranger()) =>
  execute(openSession, claim, { email, password });
const codeOf = (outcome: Awaited<ReturnType<typeof tryIn>>) => (outcome.ok ? "ok" : outcome.code);
/** Lets every waiting time pass. */
const later = () => owner("update limits set ends_at = now() where hits < 1000");

beforeEach(() => owner("delete from limits"));

describe("guessing one person's password", () => {
  test("[V6.3.1] five failures are free, then each waits twice as long, for known and unknown addresses alike", async () => {
    for (const email of [cast.people.Mia.email, "nobody@example.test"]) {
      for (let n = 0; n < 5; n++) {
        expect(await tryIn(email, wrong)).toMatchObject({ code: "wrong_credentials" });
      }
      const waits: number[] = [];
      for (let n = 0; n < 12; n++) {
        const refused = await tryIn(email, wrong);
        if (refused.ok || refused.code !== "too_many") throw new Error("not slowed");
        waits.push(refused.retryAfter!);
        await later();
        expect(await tryIn(email, wrong)).toMatchObject({ code: "wrong_credentials" });
      }
      expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]);
    }
  });

  test("while it waits, not even the right password is looked at; a success forgets the failures", async () => {
    const { email } = cast.people.Mia;
    for (let n = 0; n < 5; n++) await tryIn(email, wrong);
    expect(await tryIn(email, castPassword)).toMatchObject({ code: "too_many" });
    await later();
    expect(await tryIn(email, castPassword)).toMatchObject({ ok: true });
    for (let n = 0; n < 5; n++) {
      expect(await tryIn(email, wrong)).toMatchObject({ code: "wrong_credentials" });
    }
  });

  test("[V6.3.1] a hundred failures close the password until a reset opens it again", async () => {
    const { Otto } = cast.people;
    for (let n = 0; n < 100; n++) {
      expect(codeOf(await tryIn(Otto.email, wrong))).toBe("wrong_credentials");
      await later();
    }
    expect(await tryIn(Otto.email, castPassword)).toMatchObject({ code: "wrong_credentials" });
    await later();
    const olga = await cast.as("Olga");
    await execute(sendReset, olga, { userId: Otto.userId });
    const password = "nine foxes knit a jumper";
    await execute(setPassword, stranger(), { token: await tokenTo(Otto, "reset"), password });
    expect(await tryIn(Otto.email, password)).toMatchObject({ ok: true });
  });

  test("a login that failed for weeks is still refused in words", async () => {
    const { email } = cast.people.Aria;
    await tryIn(email, wrong);
    await owner("update limits set hits = 5000, ends_at = now() where ends_at <= now()");
    const refused = await tryIn(email, wrong);
    expect(["wrong_credentials", "too_many"]).toContain(codeOf(refused));
  });

  test("[V2.4.1] tries that come at once are counted before they are looked at", async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, () => tryIn(cast.people.Mia.email, wrong)),
    );
    const looked = outcomes.filter((outcome) => codeOf(outcome) === "wrong_credentials");
    expect(looked.length).toBeLessThanOrEqual(5);
  });
});

describe("guessing from one place, and everywhere", () => {
  test("twenty failures from an address block are enough; successes do not count", async () => {
    const here = from("192.0.2.8");
    for (let n = 0; n < 22; n++) {
      expect(await tryIn(cast.people.Mia.email, castPassword, here)).toMatchObject({ ok: true });
    }
    for (let n = 0; n < 20; n++) await tryIn(`guess${n}@example.test`, wrong, here);
    expect(await tryIn(cast.people.Mia.email, castPassword, here)).toMatchObject({
      code: "too_many",
      retryAfter: expect.any(Number),
    });
    expect(await tryIn(cast.people.Mia.email, castPassword)).toMatchObject({ ok: true });
  });

  test("a thousand failures anywhere shut nobody out who knows their password", async () => {
    await tryIn("someone@example.test", wrong);
    await owner("update limits set hits = 1000");
    expect(await tryIn(cast.people.Adam.email, castPassword)).toMatchObject({ ok: true });
  });

  test("one household is one block", () => {
    expect(addressBlock("192.0.2.8")).toBe("192.0.2.8");
    expect(addressBlock("::ffff:192.0.2.8")).toBe("192.0.2.8");
    expect(addressBlock("2001:db8:1:2:3:4:5:6")).toBe("2001:db8:1:2::/64");
    expect(addressBlock("2001:db8:1:2::9")).toBe(addressBlock("2001:db8:1:2:ffff::1"));
    expect(addressBlock("2001:db8::1")).toBe("2001:db8:0:0::/64");
    expect(addressBlock(null)).toBe("unknown");
  });
});

describe("where counters stand", () => {
  test("under keys that tell nobody what is counted", async () => {
    await tryIn("counted@example.test", wrong, from("192.0.2.99"));
    const rows = await owner<{ row: string; bytes: number }>(
      "select to_jsonb(l)::text as row, length(key) as bytes from limits l",
    );
    expect(rows.length).toBeGreaterThanOrEqual(3);
    for (const { row, bytes } of rows) {
      expect(bytes).toBe(32);
      expect(row).not.toMatch(/counted|192\.0\.2|sign-in/);
    }
  });

  test("[V16.5.3] when they cannot be written, nobody signs in", async () => {
    await owner("revoke insert, update on limits from castellan_app");
    try {
      const refused = await tryIn(cast.people.Mia.email, castPassword);
      expect(refused.ok).toBe(false);
    } finally {
      await owner("grant insert, update on limits to castellan_app");
    }
    expect(await tryIn(cast.people.Mia.email, castPassword)).toMatchObject({ ok: true });
  });
});
