import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { line, mended, tidy } from "./line";

const Name = line(200, "Give a name.");
const taken = (text: string) => Name.safeParse(text).data ?? null;
const says = (text: string) => Name.safeParse(text).error?.issues[0]?.message;

/** Every code point of a category or property, all planes. */
function each(property: string): string[] {
  const has = new RegExp(`^\\p{${property}}$`, "u");
  const found = [];
  for (let point = 0; point <= 0x10ffff; point++) {
    if (point >= 0xd800 && point <= 0xdfff) continue;
    const character = String.fromCodePoint(point);
    if (has.test(character)) found.push(character);
  }
  return found;
}

describe("a text of one line", () => {
  test("is not made of what nobody sees, whichever character it is", () => {
    const unseen = ["Default_Ignorable_Code_Point", "Zs", "Zl", "Zp", "Cc", "Bidi_Control"].flatMap(
      each,
    );
    expect(unseen.length).toBeGreaterThan(4_000);
    for (const one of [...unseen, "\u2800", "\ufffc"]) {
      expect.soft(taken(one), one.codePointAt(0)!.toString(16)).toBeNull();
      expect.soft(taken(one.repeat(3)), one.codePointAt(0)!.toString(16)).toBeNull();
    }
    expect(says("\u200b")).toBe("Give a name.");
  });

  test("holds no character that turns the text around, wherever it stands", () => {
    for (const one of each("Bidi_Control"))
      for (const text of [`Adam ${one}nimdA`, `${one}Adam`, `Adam${one}`])
        expect(says(text)).toMatch(/direction/);
  });

  test("loses an unseen character in the middle of a word, so that two names that look the same are the same", () => {
    const lost = each("Default_Ignorable_Code_Point").filter(
      (one) => !/\p{Bidi_Control}/u.test(one),
    );
    for (const one of lost)
      expect.soft(taken(`Ad${one}am`), one.codePointAt(0)!.toString(16)).toBe("Adam");
  });

  test("has plain single spaces, whichever were typed", () => {
    for (const space of each("Zs"))
      expect(taken(`${space}Mia${space}${space} Mills${space}`)).toBe("Mia Mills");
  });

  test("holds no control character, no line break and nothing without a meaning", () => {
    for (const one of [
      ...each("Cc"),
      ...each("Co").slice(0, 50),
      "\u2028",
      "\u2029",
      "\uffff",
      "\u{1fffe}",
    ])
      expect.soft(says(`A${one}b`), one.codePointAt(0)!.toString(16)).toMatch(/control/);
    expect(says("A\ud800b")).toMatch(/control/);
  });

  test.each([
    "می‌خواهم",
    "क्‍ष",
    "ශ්‍රී",
    "👩‍👩‍👧‍👦 Meyer",
    "🏴󠁧󠁢󠁳󠁣󠁴󠁿 Kate",
    "❤️‍🔥",
    "1️⃣ Team",
    "🧑🏽‍🚀",
    "葛󠄀城",
    "Nguyễn Thị Hồng",
    "שָׁלוֹם",
    "O’Neill",
    "Zoë",
    "日本 太郎",
    "...",
    "🇦🇹",
  ])("“%s” stays as people write it", (name) => {
    expect(taken(name)).toBe(name.normalize("NFC"));
  });

  test("has no accents that stand alone or are piled up", () => {
    expect(says("\u0301Adam")).toMatch(/accents/);
    expect(says(`Ad${"\u0335".repeat(12)}am`)).toMatch(/accents/);
  });

  const strange = fc.string({
    unit: fc.oneof(
      fc.constantFrom(
        ..."\u200b\u200c\u200d\u2060\ufeff\u202e\u2066\u00a0\u3000\u034f\ufe0f\u0301 ",
        "م",
        "ක",
        "👩",
        "🏴",
        "❤",
        "1",
        "a",
        "é",
      ),
      fc.string({ unit: "binary", minLength: 1, maxLength: 1 }),
    ),
    maxLength: 12,
  });

  test("is tidy once and for all, and what is kept is taken again", () => {
    fc.assert(
      fc.property(strange, (text) => {
        expect(tidy(tidy(text))).toBe(tidy(text));
        const kept = taken(text);
        if (kept !== null) expect(taken(kept)).toBe(kept);
      }),
      { seed: 11, numRuns: 3_000 },
    );
  });

  test("that was kept before is mended to one that would be taken, or cannot be", () => {
    fc.assert(
      fc.property(strange, (text) => {
        const better = mended(text);
        if (better !== null) expect(taken(better)).toBe(better);
        if (taken(text) !== null) expect(better).toBe(taken(text));
      }),
      { seed: 11, numRuns: 3_000 },
    );
    expect(mended("Adam \u202enimdA")).toBe("Adam nimdA");
    expect(mended("\u200b")).toBeNull();
  });
});
