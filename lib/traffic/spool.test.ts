import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { spawnSync } from "node:child_process";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { openSpool, remove, setAside } from "./spool";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "castellan-spool-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const none = new Set<string>();
/** A process that was and is no more. */
const deadPid = () =>
  spawnSync(process.execPath, ["-e", "console.log(process.pid)"]).stdout.toString().trim();

describe("the spool", () => {
  test("has a line on disk before it is asked for anything else, and needs it no more once it is stored", () => {
    const spool = openSpool(folder);
    spool.append("one");
    spool.append("two");
    expect(spool.waiting()).toBe(8);
    expect(spool.leftovers(none)).toEqual([]); // what is being written is nobody else's
    const segment = spool.cut()!;
    expect(segment.lines).toEqual(["one", "two"]);
    expect(spool.cut()).toBeNull();
    remove(segment);
    remove(segment); // someone else may have been faster
    expect(readdirSync(folder)).toEqual([]);
  });

  test("takes over what a dead process was writing, without a line it could not finish", () => {
    writeFileSync(join(folder, `${deadPid()}-1-1.open`), 'one\ntwo\n{"cut of');
    const [segment, ...more] = openSpool(folder).leftovers(none);
    expect(more).toEqual([]);
    expect(segment!.lines).toEqual(["one", "two"]);
  });

  test("takes over what was closed and never stored, also by a process of the same number in an earlier life", () => {
    writeFileSync(join(folder, "1-1-1.ndjson"), "closed\n");
    writeFileSync(join(folder, `${process.pid}-1-1.open`), "earlier\n");
    const found = openSpool(folder).leftovers(none);
    expect(found.map(({ lines }) => lines)).toEqual([["closed"], ["earlier"]]);
    expect(openSpool(folder).leftovers(new Set(found.map(({ path }) => path)))).toEqual([]);
  });

  test("leaves alone what a living process writes", () => {
    writeFileSync(join(folder, `${process.ppid}-1-1.open`), "theirs\n");
    expect(openSpool(folder).leftovers(none)).toEqual([]);
  });

  test("takes over what nobody wrote for an hour, though a process has the number of the one that did", () => {
    const path = join(folder, `${process.ppid}-1-1.open`);
    writeFileSync(path, "before the restart\n");
    const at = Date.now() / 1_000;
    utimesSync(path, at - 3_500, at - 3_500);
    expect(openSpool(folder).leftovers(none)).toEqual([]);
    utimesSync(path, at - 3_700, at - 3_700);
    expect(openSpool(folder).leftovers(none)).toEqual([{ path, lines: ["before the restart"] }]);
  });

  test("loses nothing to somebody who took this process for dead", () => {
    const spool = openSpool(folder);
    spool.append("one");
    rmSync(join(folder, readdirSync(folder)[0]!));
    spool.append("two");
    expect(spool.cut()!.lines).toEqual(["one", "two"]);
  });

  test("sets aside what cannot be stored, also when somebody was faster", () => {
    const path = join(folder, "1-1-1.ndjson"); // stored and removed by another process meanwhile
    const aside = setAside({ path, lines: ["good", "bad"] }, ["bad"]);
    expect(readFileSync(aside, "utf8")).toBe("bad\n");
    expect(openSpool(folder).leftovers(none)).toEqual([]);
  });

  test("refuses aloud when the disk does not take a line", () => {
    const spool = openSpool(folder);
    rmSync(folder, { recursive: true });
    expect(() => spool.append("lost")).toThrow(/ENOENT/);
  });
});
