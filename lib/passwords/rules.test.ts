import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { fold } from "./fold";
import { patternOf } from "./patterns";
import { contextWords, judge } from "./rules";

const mia = contextWords({
  productName: "Castellan",
  accountNames: ["Acme Südwest"],
  host: "people.harbour.test:8443",
  names: ["Mia Müller", "山田"],
  emails: ["mia.lindqvist84@example.test"],
});

const good = "correct horse battery";

describe("length", () => {
  test("[P11] [V6.2.1] fourteen characters are refused, fifteen are accepted", () => {
    expect(judge("purple-tram-91", [])).toMatchObject({
      ok: false,
      says: "Use at least 15 characters: 1 more.",
    });
    expect(judge("purple-tram-912", [])).toMatchObject({ ok: true, help: null });
  });

  test("[V6.2.1] characters are counted as people see them in text: one emoji is one, é is one however typed", () => {
    expect(judge("🌵tram lamp 91x", []).ok).toBe(false);
    expect(judge("🌵tram lamp 91xy", []).ok).toBe(true);
    expect(judge("cafe\u0301 tram 91xy", []).ok).toBe(false);
  });

  test("[V6.2.9] sixty-four and one hundred and twenty-eight characters are accepted, one more is refused", () => {
    const long = Array.from({ length: 128 }, (_, at) =>
      String.fromCodePoint(0x4e00 + ((at * 37) % 500)),
    ).join("");
    expect(judge([...long].slice(0, 64).join(""), []).ok).toBe(true);
    expect(judge(long, []).ok).toBe(true);
    expect(judge(`${long}x`, [])).toMatchObject({
      ok: false,
      says: "Use at most 128 characters; this has 129.",
    });
  });

  test("an empty field is told what to do, not what is wrong", () => {
    expect(judge("", []).says).toBe("Use at least 15 characters.");
  });
});

describe("characters", () => {
  test("control characters and half characters are refused", () => {
    for (const odd of ["\0", "\n", "\t", "\u007f", "\u0085", "\ud800", "\udc00"]) {
      expect(judge(`${good}${odd}`, []).ok, JSON.stringify(odd)).toBe(false);
    }
  });

  test("spaces, signs and any script are welcome", () => {
    for (const password of [
      "  leading and trailing  ",
      "зелёный трамвай едет",
      "緑の電車が九時に来る、傘を忘れずに",
      "🌵🦊🎈🚲🪁🌶️🧭🛶🎻🪵🧵🍋🧊🪐🦉",
      "~`|{}<>?\\\"':;,&^=",
    ]) {
      expect(judge(password, mia), password).toMatchObject({ ok: true });
    }
  });

  const letters = "abcdefghijklmnopqrstuvwxyz";
  const kinds = {
    lower: letters,
    upper: letters.toUpperCase(),
    digits: "0123456789",
    signs: "!#%&()*+,-./:;<=>?@[]^_{}~",
  };
  for (const [kind, alphabet] of Object.entries(kinds)) {
    test(`[V6.2.5] fifteen or more ${kind} and nothing else are accepted`, () => {
      const password = fc.string({
        unit: fc.constantFrom(...alphabet),
        minLength: 15,
        maxLength: 64,
      });
      fc.assert(
        fc.property(password, (text) => {
          fc.pre(patternOf(fold(text)) === null && !/^((19|20)\d\d)+$/.test(text));
          expect(judge(text, []).ok).toBe(true);
        }),
      );
    });
  }

  test("[V6.2.5] exchanging one kind of letter for another never changes the answer", () => {
    const password = fc.string({ unit: fc.constantFrom(...letters), minLength: 0, maxLength: 140 });
    fc.assert(
      fc.property(password, fc.infiniteStream(fc.boolean()), (text, flips) => {
        const mixed = [...text]
          .map((letter) => (flips.next().value ? letter.toUpperCase() : letter))
          .join("");
        expect(judge(mixed, mia)).toEqual(judge(text, mia));
      }),
    );
  });
});

describe("patterns", () => {
  const refused = {
    "This is one character over and over.": [
      "aaaaaaaaaaaaaaa",
      "AaAaAaAaAaAaAaA",
      "               ",
      "🌵".repeat(20),
    ],
    "This follows the keyboard or the alphabet.": [
      "abcdefghijklmnopqrs",
      "zyxwvutsrqponmlk",
      "123456789012345",
      "qwertyuiopasdfgh",
      "QwertyUiopAsdfgh",
      "1qaz2wsx3edc4rfv",
      "1234-5678-9012-3456",
      "aaabbbcccdddeee",
      "йцукенгшщзфывапр",
    ],
    "This says the same thing over and over.": [
      "blueberryblueberry",
      "Tomato tomato tomato",
      "xk3xk3xk3xk3xk3x",
    ],
  };
  for (const [says, passwords] of Object.entries(refused)) {
    test.each(passwords)(`“%s”: ${says}`, (password) => {
      expect(judge(password, [])).toMatchObject({ ok: false, says, help: expect.any(String) });
    });
  }

  test("a pattern that is only a part is left alone", () => {
    expect(judge("qwertyuiop and a kite", []).ok).toBe(true);
    expect(judge("blueberry pie, blueberry jam", []).ok).toBe(true);
  });
});

describe("context words", () => {
  test.each([
    ["the product, repeated", "castellancastellan?"],
    ["the product and a year", "Castellan 2026 !!"],
    ["the product, disguised", "C4$te11an-c@stellan"],
    ["the account's name", "acme-südwest-2026"],
    ["the account's name without its accent", "AcmeSudwestAcme!"],
    ["the host", "people@harbour.test"],
    ["the person's name", "Mia Müller Mia Müller 1"],
    ["the person's name in full width letters", "ＭＩＡ　ＭＵＬＬＥＲ　ＭＩＡ１２３"],
    ["a name of two signs", "山田山田山田山田山田山田山田山"],
    ["the address", "mia.lindqvist84"],
    ["the address and little else", "lindqvist84-kite"],
    ["a role", "administrator-99"],
    ["a role and a keyboard walk", "administrator123456789"],
    ["the word password", "MyPassw0rdPassw0rd"],
    ["years only", "2019 2020 2021 2022"],
  ])("[V6.2.11] a password made of %s is refused", (_, password) => {
    const verdict = judge(password, mia);
    expect(verdict.ok).toBe(false);
    expect(verdict.help).toEqual(expect.any(String));
  });

  test("[V6.2.11] the refusal names the word and a way out", () => {
    expect(judge("Castellan 2026 !!", mia)).toEqual({
      ok: false,
      says: "Too much of this is easy to connect with you or this service, such as “castellan”.",
      help: "Use three or four words that have nothing to do with either.",
    });
  });

  test("[V6.2.11] eight other characters beside such words are enough", () => {
    expect(judge("castellan-xk3pq9v", mia).ok).toBe(true);
    expect(judge("castellan-xk3pq9", mia).ok).toBe(false);
  });

  test("[V6.1.2] the list holds every documented source of words", () => {
    for (const word of [
      "castellan",
      "acme",
      "südwest",
      "people",
      "harbour",
      "mia",
      "müller",
      "山田",
      "lindqvist",
      "example",
      "owner",
      "administrator",
      "auditor",
      "user",
    ]) {
      expect(mia).toContain(word);
    }
  });

  test("pieces of one or two letters are not words", () => {
    const words = contextWords({
      productName: "Castellan",
      accountNames: ["A & Co"],
      host: "localhost",
      names: ["Bo Li"],
      emails: [],
    });
    expect(words).not.toContain("bo");
    expect(words).not.toContain("co");
    expect(words).not.toContain("a");
  });
});
