import { createCipheriv } from "node:crypto";
import { describe, expect, test } from "vitest";

import { openBytes, type Place, sealBytes } from "./seal";
import { Vault } from "./vault";
import { newKey, unwrap, wrap } from "./wrap";
import { newRootKey, rootKeyOf } from "./root-key";

const key = newKey();
const owner = "account:acme";
const place: Place = { table: "users", column: "card", row: "mia" };
const sealed = sealBytes(key, 1, owner, place, Buffer.from("mia@example.test"));
const open = (bytes: Buffer, at = place, by = owner, keyOf = key) =>
  openBytes(() => keyOf, by, at, bytes).toString();

describe("a sealed field", () => {
  test("[V11.3.2] is format, key version, nonce, ciphertext and tag of AES-256-GCM, and nothing more", () => {
    expect(sealed.length).toBe(1 + 4 + 12 + "mia@example.test".length + 16);
    expect(sealed[0]).toBe(1);
    expect(sealed.readUInt32BE(1)).toBe(1);
    expect(sealed.includes("mia")).toBe(false);

    const cipher = createCipheriv("aes-256-gcm", key, sealed.subarray(5, 17));
    cipher.setAAD(Buffer.from("12:account:acme5:users4:card3:mia"));
    const body = Buffer.concat([cipher.update("mia@example.test"), cipher.final()]);
    expect(sealed.subarray(17)).toEqual(Buffer.concat([body, cipher.getAuthTag()]));
  });

  test("[V11.2.3] its keys have 256 bits", () => {
    expect(newKey()).toHaveLength(32);
    expect(Buffer.from(newRootKey(), "base64")).toHaveLength(32);
    expect(() => rootKeyOf(Buffer.alloc(16).toString("base64"))).toThrow(/not 32 bytes/);
    expect(() => sealBytes(Buffer.alloc(16), 1, owner, place, Buffer.from(""))).toThrow();
  });

  test("opens where it stands, whatever it holds", () => {
    expect(open(sealed)).toBe("mia@example.test");
    for (const text of ["", "日本語 Ünïcödé 🗝️", "x".repeat(100_000)]) {
      expect(open(sealBytes(key, 1, owner, place, Buffer.from(text)))).toBe(text);
    }
  });

  test("[V11.3.3] with any one bit turned it is refused", () => {
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const turned = Buffer.from(sealed);
      turned[bit >> 3]! ^= 1 << (bit & 7);
      // The version chooses the key; here every version has the same one, and only the other bytes are bound.
      if (bit >> 3 >= 1 && bit >> 3 <= 4) continue;
      expect(() => open(turned), `bit ${bit}`).toThrow();
    }
  });

  test("[V11.3.3] with a tag cut short, or anything else missing or added, it is refused", () => {
    for (let length = 0; length < sealed.length; length++) {
      expect(() => open(sealed.subarray(0, length)), `${length} bytes`).toThrow();
    }
    expect(() => open(Buffer.concat([sealed, Buffer.alloc(1)]))).toThrow();
  });

  test("[P29] [V11.3.3] anywhere else it is refused: another row, column, table or owner", () => {
    expect(() => open(sealed, { ...place, row: "pia" })).toThrow();
    expect(() => open(sealed, { ...place, column: "title" })).toThrow();
    expect(() => open(sealed, { ...place, table: "persons" })).toThrow();
    expect(() => open(sealed, place, "account:next-door")).toThrow();
    // No two different places read the same.
    const glued = sealBytes(
      key,
      1,
      owner,
      { table: "a", column: "bc", row: "d" },
      Buffer.from("x"),
    );
    expect(() => open(glued, { table: "ab", column: "c", row: "d" })).toThrow();
  });

  test("[V11.3.3] two of them swapped are both refused", () => {
    const other = { ...place, row: "pia" };
    const theirs = sealBytes(key, 1, owner, other, Buffer.from("pia@example.test"));
    expect(() => open(theirs, place)).toThrow();
    expect(() => open(sealed, other)).toThrow();
  });

  test("[V11.2.5] a wrong key, tag, place or version says one thing, and gives nothing away", () => {
    const says = (work: () => unknown) => {
      try {
        return `opened: ${String(work())}`;
      } catch (error) {
        return String(error);
      }
    };
    const wrong = [
      says(() => open(sealed, place, owner, newKey())),
      says(() => open(sealed, { ...place, row: "pia" })),
      says(() => open(Buffer.concat([sealed.subarray(0, -1), Buffer.alloc(1)]))),
      says(() => openBytes(() => undefined, owner, place, sealed)),
    ];
    for (const one of wrong) {
      expect(one).toMatch(
        /^Error: (Unsupported state or unable to authenticate data|cannot open users\.card: no key for it)$/,
      );
    }
  });

  test("[V11.3.4] nonces never come twice", () => {
    const nonces = new Set<string>();
    const times = 200_000;
    for (let time = 0; time < times; time++) {
      nonces.add(sealBytes(key, 1, owner, place, Buffer.alloc(0)).toString("latin1", 5, 17));
    }
    expect(nonces.size).toBe(times);
  });
});

describe("a vault", () => {
  const [first, second] = [newKey(), newKey()];

  test("seals with its newest key and opens what older ones sealed", () => {
    const before = new Vault(owner, new Map([[1, first]]), 1);
    const after = new Vault(
      owner,
      new Map([
        [1, first],
        [2, second],
      ]),
      2,
    );
    const old = before.seal(place, "Mia");
    const fresh = after.seal(place, "Mia");
    expect([old.readUInt32BE(1), fresh.readUInt32BE(1)]).toEqual([1, 2]);
    expect([after.open(place, old), after.open(place, fresh)]).toEqual(["Mia", "Mia"]);
    expect(() => before.open(place, fresh)).toThrow(/no key/);
  });

  test("opens nothing once it was told to forget", () => {
    const vault = new Vault(owner, new Map([[1, newKey()]]), 1);
    const value = vault.seal(place, "Mia");
    vault.forget();
    expect(() => vault.open(place, value)).toThrow();
  });
});

describe("a wrapped key", () => {
  const root = rootKeyOf(newRootKey());

  test("comes out for its owner and version under its root key, and for nothing else", () => {
    const stored = wrap(root, owner, 1, key);
    expect(stored.wrapped.includes(key)).toBe(false);
    expect(unwrap([root], owner, stored)).toEqual(key);
    expect(() => unwrap([root], "account:next-door", stored)).toThrow();
    expect(() => unwrap([root], owner, { ...stored, version: 2 })).toThrow();
    const another = rootKeyOf(newRootKey());
    expect(() => unwrap([another], owner, stored)).toThrow(/not at hand/);
    expect(() => unwrap([{ ...another, id: root.id }], owner, stored)).toThrow();
  });
});
