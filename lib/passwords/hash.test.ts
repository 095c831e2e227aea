import { randomBytes } from "node:crypto";
import bcrypt from "bcrypt";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { StartError } from "@/lib/env";

import { bcryptCost, cost, dummyHash, hashesAtOnce, hashPassword, verifyPassword } from "./hash";

const peppers = new Map([
  ["1", randomBytes(32)],
  ["2", randomBytes(32)],
]);
const pepper = (id: string) => ({ id, key: peppers.get(id)! });
const pepperOf = (id: string) => peppers.get(id) ?? null;

/** The lowest cost bcrypt knows, where the cost is not what is being tested. */
const quick = 4;
const stored = (password: string) => hashPassword(password, pepper("2"), quick);
const verify = (password: string, hash: string | null) =>
  verifyPassword(password, hash, pepperOf, "2");

describe("what is stored", () => {
  test("[P12] [V11.4.2] a password is stored with bcrypt at cost 12, salted, with the id of its pepper", async () => {
    expect(bcryptCost({})).toBe(12);
    const [one, two] = await Promise.all(
      [1, 2].map(() => hashPassword("correct horse battery", pepper("1"), bcryptCost({}))),
    );
    expect(one).toMatch(/^p1\$2b\$12\$[./A-Za-z0-9]{53}$/);
    expect(two).not.toBe(one);
    expect(await verifyPassword("correct horse battery", one!, pepperOf, "1")).toEqual({
      ok: true,
      rehash: false,
    });
  });

  test("[V11.4.2] a lower cost or an older pepper asks for a new hash at the next sign-in, a wrong password never", async () => {
    const lower = await hashPassword(
      "correct horse battery",
      pepper("2"),
      cost > quick ? quick : cost,
    );
    expect(await verify("correct horse battery", lower)).toEqual({
      ok: true,
      rehash: cost > quick,
    });
    const older = await hashPassword("correct horse battery", pepper("1"));
    expect(await verify("correct horse battery", older)).toEqual({ ok: true, rehash: true });
    expect(await verify("correct horse batterx", older)).toEqual({ ok: false, rehash: false });
  });

  test("[V11.4.2] only a test run may lower the cost", () => {
    expect(bcryptCost({ NODE_ENV: "test", CASTELLAN_TEST_BCRYPT_COST: "4" })).toBe(4);
    for (const NODE_ENV of ["production", "development", undefined]) {
      expect(() => bcryptCost({ NODE_ENV, CASTELLAN_TEST_BCRYPT_COST: "4" })).toThrow(StartError);
    }
    expect(() => bcryptCost({ NODE_ENV: "test", CASTELLAN_TEST_BCRYPT_COST: "31" })).toThrow(
      StartError,
    );
  });

  test("without its pepper a hash matches nothing", async () => {
    const hash = await stored("correct horse battery");
    expect(await verifyPassword("correct horse battery", hash, () => null, "2")).toEqual({
      ok: false,
      rehash: false,
    });
    expect(await verifyPassword("correct horse battery", hash, () => randomBytes(32), "2")).toEqual(
      { ok: false, rehash: false },
    );
  });
});

describe("a password is verified exactly as given", () => {
  const beginning =
    "eighty characters that begin alike, so that a cut at seventy-two bytes would show";
  test.each([
    ["different after 72 bytes", `${beginning}1`, `${beginning}2`],
    ["different after 24 euro signs", `${"€".repeat(24)}left`, `${"€".repeat(24)}right`],
    ["different after a NUL", "correct horse\0battery", "correct horse\0saddle"],
    ["cut at a NUL", "correct horse battery\0", "correct horse battery"],
    ["different in case", "Correct horse battery", "correct horse battery"],
    ["with a trailing space", "correct horse battery ", "correct horse battery"],
    ["with a leading space", " correct horse battery", "correct horse battery"],
    ["of compatible letters", "correct horse ﬁsh bone", "correct horse fish bone"],
  ])("[V6.2.8] two passwords %s do not stand for each other", async (_, one, other) => {
    const [hashOne, hashOther] = await Promise.all([stored(one), stored(other)]);
    expect((await verify(one, hashOne)).ok).toBe(true);
    expect((await verify(other, hashOther)).ok).toBe(true);
    expect((await verify(other, hashOne)).ok).toBe(false);
    expect((await verify(one, hashOther)).ok).toBe(false);
  });

  test("[V6.2.8] half characters, which all turn into the same bytes, verify nothing and are never stored", async () => {
    const replaced = await stored("correct horse \ufffd battery");
    for (const half of ["\ud800", "\udbff", "\udc00"]) {
      expect((await verify(`correct horse ${half} battery`, replaced)).ok).toBe(false);
      await expect(stored(`correct horse ${half} battery`)).rejects.toThrow(/judged/);
    }
  });

  test("[V6.2.8] the same text typed on another keyboard (é as one sign or two) is the same password", async () => {
    expect(
      (await verify("cafe\u0301 by the harbour", await stored("caf\u00e9 by the harbour"))).ok,
    ).toBe(true);
  });

  test("[V6.2.8] any password verifies, and no other one does", async () => {
    const password = fc.string({ unit: "grapheme", minLength: 15, maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(password, password, async (one, other) => {
        fc.pre(one.normalize("NFC") !== other.normalize("NFC"));
        const hash = await stored(one);
        expect((await verify(one, hash)).ok).toBe(true);
        expect((await verify(other, hash)).ok).toBe(false);
      }),
      { numRuns: 50 },
    );
  });
});

describe("someone without a password", () => {
  test("is never let in, whatever is typed", async () => {
    for (const typed of ["", "correct horse battery", dummyHash, "x".repeat(5000)]) {
      expect(await verify(typed, null)).toEqual({ ok: false, rehash: false });
    }
  });

  test("a stored value that is no hash lets nobody in", async () => {
    for (const odd of [
      "",
      "p2",
      "correct horse battery",
      "p2$2b$12$short",
      "$2b$12$" + ".".repeat(53),
    ]) {
      expect(await verify("correct horse battery", odd)).toEqual({ ok: false, rehash: false });
    }
  });

  test("[V6.3.8] costs the same work: the hash compared with is a real one of today's cost", () => {
    expect(bcrypt.getRounds(dummyHash)).toBe(cost);
    const settings = dummyHash.slice(0, 29);
    expect(bcrypt.hashSync("anything", settings).slice(0, 29)).toBe(settings);
  });
});

describe("hashing at once", () => {
  test("two unless the operator says otherwise", () => {
    expect(hashesAtOnce({})).toBe(2);
    expect(hashesAtOnce({ CASTELLAN_HASHING: "5" })).toBe(5);
    expect(hashesAtOnce({ CASTELLAN_HASHING: "cores" })).toBeGreaterThan(0);
    for (const CASTELLAN_HASHING of ["0", "-1", "many", "1.5"]) {
      expect(() => hashesAtOnce({ CASTELLAN_HASHING })).toThrow(StartError);
    }
  });

  test("[V15.2.2] a burst is answered in part and refused in part, and nothing is lost", async () => {
    const hash = await stored("correct horse battery");
    const burst = await Promise.allSettled(
      Array.from({ length: 60 }, () => verify("correct horse battery", hash)),
    );
    const answered = burst.filter((one) => one.status === "fulfilled");
    expect(answered.every((one) => one.value.ok)).toBe(true);
    expect(answered).toHaveLength(34);
    for (const one of burst)
      if (one.status === "rejected") expect(one.reason).toMatchObject({ code: "busy" });
    expect((await verify("correct horse battery", hash)).ok).toBe(true);
  });
});
