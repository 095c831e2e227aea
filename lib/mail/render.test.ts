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
  expect(letter.subject).not.toMatch(/[\p{Cc}\p{Cf}]/u);
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

test("a name stays readable in every script", () => {
  for (const name of ["Zoë Müller-Lüdenscheidt", "王小明", "محمد", "Ó Súilleabháin", "नेहा"]) {
    expect(defang(name)).toBe(name);
  }
});
