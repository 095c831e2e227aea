import fc from "fast-check";
import nodemailer from "nodemailer";
import PostalMime from "postal-mime";
import { expect, test } from "vitest";

import { letters } from "./letters";
import { defang, render } from "./render";

const url = `https://people.example.com/set-password#t=${"A".repeat(43)}`;
const invitation = (name: string) =>
  letters.invitation({ account: name, inviter: name, url, known: false });

/** Names that would like to be more than names. */
const hostile = [
  "https://evil.example/win",
  "Acme\r\nBcc: victim@example.test",
  "<a href='https://evil.example'>Press here</a><script>alert(1)</script>",
  "\u202Eelpmaxe.live\u202C \u200Fhidden",
  "Click\u0000 here\u0007 now \u2028 http://evil.example",
  '"><img src=//evil.example/x>',
  "mailto:win@evil.example?subject=x",
  "😀".repeat(300),
];

const words = (text: string) => text.replaceAll(/\s+/g, " ").trim();
const unescaped = (html: string) =>
  html
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&");

test.each([...hostile, "Acme & Söhne <GmbH>"])("text and HTML say the same: %j", (name) => {
  const { text, html } = render(invitation(name));
  const shown = html
    .replaceAll(/<a href="([^"]*)"[^>]*>([^<]*)<\/a>/g, "$2: $1")
    .replaceAll(/<[^>]*>/g, " ");
  expect(words(unescaped(shown))).toBe(words(text));
});

test.each(hostile)("a hostile name adds nothing to a letter but text: %j", async (name) => {
  const letter = invitation(name);
  const { text, html } = render(letter);
  expect(letter.subject.replaceAll("\u2060", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  expect(`${letter.subject}${text}`.isWellFormed()).toBe(true);
  expect(html).not.toMatch(/<script|<img|<a href='/i);

  const composer = nodemailer.createTransport({ streamTransport: true, buffer: true });
  const { message } = await composer.sendMail({
    from: "Castellan <castellan@example.test>",
    to: "mia@example.test",
    subject: letter.subject,
    text,
    html,
  });
  const mail = await PostalMime.parse(message as Buffer);
  expect(mail.to).toEqual([{ name: "", address: "mia@example.test" }]);
  expect([...(mail.cc ?? []), ...(mail.bcc ?? [])]).toEqual([]);
  expect(mail.subject).toBe(letter.subject.trim());
});

test("a name from right to left is isolated in both bodies, and is found in them again", () => {
  const { text, html } = render(invitation("שרה לוי"));
  for (const body of [text, html])
    expect(body).toContain("\u2068שרה לוי\u2069 invited you to the account \u2068שרה לוי\u2069.");
});

test("a name stays readable in every script", () => {
  for (const name of [
    "Zoë Müller-Lüdenscheidt",
    "王小明",
    "محمد",
    "Ó Súilleabháin",
    "नेहा",
    "می‌خواهم",
    "👩‍👩‍👧",
  ]) {
    expect(defang(name)).toBe(name);
  }
});

/** How mail programs and web mail find links in plain text: by scheme, by www, by a domain, by an address. */
const autolinked = [
  /[a-z][a-z0-9+.-]*:\/\/\S+/iu,
  /\b(?:mailto|tel|javascript|data|sms):\S/iu,
  /\bwww\.\S+/iu,
  /[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.\p{L}{2,}/u,
  /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]/u,
  /\\\\\S+/u,
  /\d{1,3}(?:\.\d{1,3}){3}/u,
];
const encodedWord = /=\?[^?\s]*\?[bq]\?[^?]*\?=/iu;
/** As a program reads it that folds full-width letters and other dots first. */
const folded = (text: string) => text.normalize("NFKC").replaceAll(/[\u3002\uFF61]/g, ".");

const links = [
  "https://evil.example/win",
  "ｈｔｔｐｓ：／／ｅｖｉｌ．ｅｘａｍｐｌｅ",
  "evil。example",
  "evil｡example",
  "=?utf-8?Q?https=3A=2F=2Fevil=2Eexample?=",
  "=?utf-8?B?aHR0cHM6Ly9ldmlsLmV4YW1wbGU=?=",
  "www.evil.example",
  "mailto:win@evil.example",
  "\\\\evil\\share",
  "evil․example",
  "198.51.100.7/win",
];
const piece = fc.oneof(
  fc.constantFrom(...links, ".", "。", "．", ":", "：", "//", "@", "＠", "=?", "?=", " "),
  fc.string({ unit: "grapheme", maxLength: 6 }),
  fc.domain(),
  fc.webUrl(),
  fc.emailAddress(),
);
const anyName = fc.array(piece, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(""));

test("no name becomes a link or an encoded word, folded or not", () => {
  fc.assert(
    fc.property(anyName, (name) => {
      for (const text of [defang(name), folded(defang(name))]) {
        for (const rule of [...autolinked, encodedWord]) expect(text).not.toMatch(rule);
      }
    }),
    { numRuns: 2_000, examples: links.map((name): [string] => [name]) },
  );
});

test("an honest name reads as it was written", () => {
  for (const name of ["Booking.com", "A/S Nordisk", "St. Mary’s", "R&D @ Acme", "Dr. Who: 2"]) {
    expect(defang(name).replaceAll("\u2060", "")).toBe(name);
  }
});
