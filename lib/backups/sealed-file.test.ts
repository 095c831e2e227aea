import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";

import { generateX25519Identity, identityToRecipient } from "age-encryption";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { hashFile, openSealed, sealFile } from "./sealed-file";

let folder: string;
let key: string;
let path: string;
const content = Array.from({ length: 40_000 }, (_, n) => `line ${n} ${Math.sin(n)}\n`).join("");

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "castellan-sealed-"));
  key = await generateX25519Identity();
  path = join(folder, "data.gz.age");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const opened = async (bytes: Buffer, with_ = key) => {
  const changed = join(folder, "changed");
  writeFileSync(changed, bytes);
  return text(await openSealed(changed, [with_]));
};

describe("[P30] [P68] [V11.3.2] [V11.3.3] a sealed file", () => {
  test("opens to what was put in, and its hash is that of the disk", async () => {
    const stored = await sealFile(Readable.from([content]), path, [await identityToRecipient(key)]);
    expect(await text(await openSealed(path, [key]))).toBe(content);
    expect(await hashFile(path)).toBe(stored.sha256);
    expect(readFileSync(path)).toHaveLength(stored.bytes);
    expect(readFileSync(path).includes("line 1 ")).toBe(false);
  });

  test("opens with no other key", async () => {
    const other = await generateX25519Identity();
    await expect(openSealed(path, [other])).rejects.toMatchObject({ code: "wrong_key" });
  });

  test.each([
    [
      "a byte is flipped",
      (bytes: Buffer) =>
        bytes.fill(bytes[bytes.length >> 1]! ^ 1, bytes.length >> 1, (bytes.length >> 1) + 1),
    ],
    [
      "it is cut short at a chunk's end",
      (bytes: Buffer) => bytes.subarray(0, bytes.length - ((bytes.length - 200) % 65_552) - 65_552),
    ],
    ["it is cut short by a byte", (bytes: Buffer) => bytes.subarray(0, -1)],
    ["something is added", (bytes: Buffer) => Buffer.concat([bytes, Buffer.from("more")])],
  ])("does not open when %s", async (_, change) => {
    await expect(opened(change(readFileSync(path)))).rejects.toMatchObject({ code: "damaged" });
  });

  test("leaves nothing behind when its source fails", async () => {
    const failing = Readable.from(
      (async function* () {
        yield "start";
        throw new Error("the source is gone");
      })(),
    );
    await expect(
      sealFile(failing, join(folder, "half"), [await identityToRecipient(key)]),
    ).rejects.toThrow("the source is gone");
    expect(readdirSync(folder).filter((name) => name.startsWith("half"))).toEqual([]);
  });
});
