import { describe, expect, test } from "vitest";

import { holds, searchable, wordsIn } from "./search-words";

const finds = (typed: string, ...texts: string[]) => holds(searchable(...texts), wordsIn(typed));

describe("[V1.1.1] a search", () => {
  test.each([
    ["owner olga", "Olga Owner"],
    ["Member, Mia", "Mia Member"],
    ["  olga\u00a0  owner ", "Olga Owner"],
    ["orsted", "Hans Christian Ørsted"],
    ["Ørsted", "Hans Orsted"],
    ["zolw", "Żółw"],
    ["żółw", "Zolw"],
    ["strasse", "Anna Straße"],
    ["o'neil", "Percy O’Neil"],
    ["o’neil", "Percy O'Neil"],
    ["ivanov", "Дмитрий Иванов"],
    ["иванов", "Дмитрий Иванов"],
    ["小龍", "李小龍"],
    ["li", "李小龍"],
    ["mia", "Mi\u200b\u2060a Member"],
    ["ＭＩＡ", "Mia Member"],
  ])("%j finds %j", (typed, name) => expect(finds(typed, name)).toBe(true));

  test.each([
    ["olga member", "Olga Owner"],
    ["王", "汪小明"],
    ["иванов", "Дмитрий Петров"],
  ])("%j does not find %j", (typed, name) => expect(finds(typed, name)).toBe(false));

  test("takes its words from several fields, and never from the seam between them", () => {
    expect(finds("reading mia example.test", "Mia", "mia@example.test", "Head of reading")).toBe(
      true,
    );
    expect(finds("amia", "Anna", "mia@example.test")).toBe(false);
  });

  test("of marks or spaces alone asks for nothing", () => {
    for (const typed of ["", " , ", "\u0301", "\u200b"]) expect(wordsIn(typed)).toEqual([]);
  });
});

/** Blocks of Unicode whose letters have Latin counterparts. */
const blocks: [string, number, number][] = [
  ["Latin-1 Supplement", 0x00c0, 0x00ff],
  ["Latin Extended-A", 0x0100, 0x017f],
  ["Latin Extended-B", 0x0180, 0x024f],
  ["Latin Extended Additional", 0x1e00, 0x1eff],
  ["Greek", 0x0386, 0x03ce],
  ["Cyrillic", 0x0400, 0x045f],
];

test.each(blocks)(
  "every letter of %s is found by its Latin spelling, and finds it",
  (_, from, to) => {
    const deaf: string[] = [];
    for (let code = from; code <= to; code++) {
      const letter = String.fromCodePoint(code);
      if (!/\p{L}/u.test(letter)) continue;
      const latin = searchable(`x${letter}x`).split("\n").at(-1)!;
      const whole = /^x[\x21-\x7e]*x$/.test(latin);
      if (!whole || !finds(latin, `x${letter}x`) || !finds(`x${letter}x`, latin)) deaf.push(letter);
    }
    expect(deaf).toEqual([]);
  },
);
