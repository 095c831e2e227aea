import { describe, expect, test } from "vitest";

import { letters } from "./letters";
import { render } from "./render";

const url = "https://people.example.com/set-password#t=only-link";
const hostile =
  "Evil https://evil.example/win?a=1 <a href='//evil.example'>press</a> www.evil.example\r\nBcc: all";
/** Everything any letter may say, with names nobody would choose. */
const everything = {
  account: hostile,
  inviter: hostile,
  name: hostile,
  by: hostile,
  place: hostile,
  host: hostile,
  when: "2026-01-01 at 12:00 UTC",
  known: false,
  key: hostile,
  holder: hostile,
  of: "2026-01-01 12:00 UTC",
  on: "2026-01-02 12:00 UTC",
  says: hostile,
  staff: hostile,
  reason: hostile,
  ticket: hostile,
  scope: "users, only looking",
  how: `${hostile} ended it`,
  looks: 3,
  changes: 1,
  due: "2026-01-31",
  until: "2026-01-03",
  minutes: 60,
  troubles: ["There is no backup yet."],
  url,
};

describe("[P13] every letter", () => {
  test.each(Object.keys(letters) as (keyof typeof letters)[])(
    "%s links to our origin alone, whatever people are called [V1.2.1]",
    (kind) => {
      const letter = (
        letters[kind] as (all: typeof everything) => ReturnType<(typeof letters)["reset"]>
      )(everything);
      const { text, html } = render(letter);
      expect(letter.subject).not.toMatch(/[\r\n]/);
      for (const body of [text, html]) {
        expect(body.replaceAll(url, "")).not.toMatch(/https?:|\/\/|www\.|evil\.example/);
      }
      expect(html.replaceAll(`<a href="${url}"`, "")).not.toMatch(/<a/);
    },
  );

  test.each(Object.keys(letters) as (keyof typeof letters)[])(
    "%s has no place for a password",
    (kind) => {
      const secret = "a lantern over the quiet harbour";
      const given = { ...everything, password: secret, token: secret };
      const letter = (
        letters[kind] as (all: typeof given) => ReturnType<(typeof letters)["reset"]>
      )(given);
      const { text, html } = render(letter);
      expect(`${letter.subject}${text}${html}`).not.toContain(secret);
    },
  );
});
