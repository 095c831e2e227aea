import { expect, test } from "vitest";

import { Locale, localeInWords } from "./locale";

const taken = (tag: string) => Locale.safeParse(tag).data ?? null;

test.each([
  ["pl-pl", "pl-PL", "Polish (Poland)"],
  ["PL", "pl", "Polish"],
  ["de-at", "de-AT", "German (Austria)"],
  ["iw-IL", "he-IL", "Hebrew (Israel)"],
  ["zh-hant-tw", "zh-Hant-TW", "Chinese (Traditional, Taiwan)"],
  ["es-419", "es-419", "Spanish (Latin America)"],
  ["en-GB-u-ca-buddhist", "en-GB", "English (United Kingdom)"],
])("%s is kept as %s and shown as %s", (typed, kept, shown) => {
  expect(taken(typed)).toBe(kept);
  expect(localeInWords(kept)).toBe(shown);
});

test.each([
  "",
  "xx-XX",
  "xx",
  "abc",
  "tlh",
  "und",
  "mul",
  "en-XX",
  "en-ZZ",
  "en-Xxxx",
  "x-foo",
  "pl_PL",
  "english",
])("“%s” is no language", (tag) => {
  expect(taken(tag)).toBeNull();
});
