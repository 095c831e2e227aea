import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";

import { StartError } from "@/lib/env";

import { openBreachedFile } from "./breached-file";

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "castellan-breached-"));
});
afterAll(() => rmSync(directory, { recursive: true }));

const passwords = Array.from({ length: 3000 }, (_, at) => `a breached password ${at}`);
const lines = (ending: (at: number) => string) =>
  passwords
    .map((password) => createHash("sha1").update(password).digest("hex").toUpperCase())
    .sort()
    .map((hash, at) => `${hash}${ending(at)}`);

function written(name: string, content: string) {
  const path = join(directory, name);
  writeFileSync(path, content);
  return path;
}

describe("the operator's list", () => {
  test.each([
    ["with counts and CRLF", () => lines((at) => `:${at * 977}\r`).join("\n")],
    ["without counts", () => `${lines(() => "").join("\n")}\n`],
    [
      "in lower case",
      () =>
        lines(() => ":1")
          .join("\n")
          .toLowerCase(),
    ],
    [
      "of one line",
      () =>
        lines(() => "")
          .slice(0, 1)
          .join("\n"),
    ],
  ])("[V6.2.12] every password of a list %s is found, no other one", async (name, content) => {
    const text = content();
    const file = await openBreachedFile(written(name, text));
    const listed = new Set(text.toUpperCase().match(/\b[0-9A-F]{40}\b/g));
    for (const password of passwords) {
      expect(await file.has(password)).toBe(
        listed.has(createHash("sha1").update(password).digest("hex").toUpperCase()),
      );
    }
    for (let at = 0; at < 300; at++) expect(await file.has(`another password ${at}`)).toBe(false);
    await file.close();
  });

  test.each([
    ["empty", ""],
    ["text", "password\nhunter2\n"],
    ["of NTLM hashes", "8846F7EAEE8FB117AD06BDD830B7586C:3\n"],
    [
      "not sorted",
      lines(() => ":1")
        .reverse()
        .join("\n"),
    ],
    ["one endless line", "A".repeat(5000)],
  ])("[V6.2.12] a file that is %s stops the start with a sentence", async (name, content) => {
    const opening = openBreachedFile(written(name, content));
    await expect(opening).rejects.toThrow(StartError);
    await expect(opening).rejects.toThrow(
      /CASTELLAN_BREACHED_PASSWORDS .*Fetch the list ordered by hash, or unset it/,
    );
  });

  test("[V6.2.12] a file that is not there stops the start, it is not skipped", async () => {
    await expect(openBreachedFile(join(directory, "nowhere"))).rejects.toThrow(/cannot be read/);
  });

  test("[V6.2.12] a password in it is common, as typed or in small letters", async () => {
    vi.stubEnv("CASTELLAN_BREACHED_PASSWORDS", written("asked", lines(() => ":1").join("\n")));
    vi.resetModules();
    const { isCommon } = await import("./common");
    expect(await isCommon("a breached password 7")).toBe(true);
    expect(await isCommon("A BREACHED password 7")).toBe(true);
    expect(await isCommon("a private password 7")).toBe(false);

    vi.stubEnv("CASTELLAN_BREACHED_PASSWORDS", join(directory, "nowhere"));
    vi.resetModules();
    const { openPasswordLists } = await import("./common");
    await expect(openPasswordLists()).rejects.toThrow(/cannot be read/);
    vi.unstubAllEnvs();
  });
});
