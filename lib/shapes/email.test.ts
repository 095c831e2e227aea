import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { deliverable, Email, needsSmtpUtf8, sameEmail } from "./email";

const taken = (typed: string) => Email.safeParse(typed).data ?? null;

describe("an e-mail address", () => {
  test.each([
    "info@münchen.de",
    "info@xn--mnchen-3ya.de",
    "a&b@example.com",
    "o'neill+news/1@example.co.uk",
    "mia@例子.广告",
    "mia@xn--fsqu00a.xn--55qw42g",
    "mia@example.xn--p1ai",
    "мия@почта.рф",
    "Mia.Mills@Example.TEST",
    "x@faß.de",
    "मीरा@उदाहरण.भारत",
    "josé@example.com",
    "0@1.example",
    "_x_@sub.sub.example.museum",
  ])("%s is taken and shown as typed, in small letters", (typed) => {
    expect(taken(` ${typed}\u200b `)).toBe(typed.toLowerCase());
  });

  test.each([
    "",
    "mia",
    "@example.com",
    "mia@",
    "mia@localhost",
    "mia@example..com",
    "mia@.example.com",
    "mia@example.com.",
    "mia@-example.com",
    "mia@exa_mple.com",
    "mia@xn--a.de",
    "mia@1.2.3.4",
    "mia@1.2",
    "mia@[127.0.0.1]",
    "mia@example.com:25",
    "mia@example.com/path",
    "mia@exa%6dple.com",
    "mi a@example.com",
    '"mi a"@example.com',
    "mia..mills@example.com",
    ".mia@example.com",
    "mia.@example.com",
    "mia@two@example.com",
    "Mia <mia@example.com>",
    "mia,mo@example.com",
    "mia\r\nBcc: all@example.com",
    "mi\u200ba@example.com",
    "mi\u202ea@example.com",
    "ｍｉａ@example.com",
    `${"ä".repeat(33)}@example.com`,
    `${"a".repeat(64)}@${"b".repeat(63)}.${"c".repeat(63)}.${"d".repeat(63)}.com`,
  ])("“%s” is not one", (typed) => {
    expect(taken(typed)).toBeNull();
  });

  test("is the same however its host and its case are written", () => {
    for (const same of [
      "Info@MÜNCHEN.de",
      "info@xn--mnchen-3ya.de",
      "info@mu\u0308nchen.de",
      " info@München。de",
    ])
      expect(sameEmail(same)).toBe(sameEmail("info@münchen.de"));
    expect(sameEmail("info@faß.de")).not.toBe(sameEmail("info@fass.de"));
    expect(sameEmail("MIA@Example.TEST")).toBe("mia@example.test");
  });

  test("never is somebody else’s by a letter that folds to one of A to Z", () => {
    for (let point = 0x80; point <= 0x1ffff; point++) {
      if (point >= 0xd800 && point <= 0xdfff) continue;
      const letter = String.fromCodePoint(point);
      const address = taken(`x${letter}y@example.com`);
      if (address === null || /^\p{ASCII}*$/u.test(address)) continue;
      expect.soft(/^\p{ASCII}*$/u.test(sameEmail(address)), point.toString(16)).toBe(false);
    }
  });

  test("goes over the wire with its host in ASCII, and needs SMTPUTF8 only for what is before the @", () => {
    expect(deliverable("Info@münchen.de")).toBe("Info@xn--mnchen-3ya.de");
    expect(needsSmtpUtf8("info@münchen.de")).toBe(false);
    expect(needsSmtpUtf8("josé@example.com")).toBe(true);
  });

  test("is compared by a form that is its own, whatever was typed", () => {
    fc.assert(
      fc.property(fc.oneof(fc.emailAddress(), fc.string({ unit: "binary" })), (typed) => {
        expect(sameEmail(sameEmail(typed))).toBe(sameEmail(typed));
        const address = taken(typed);
        if (address !== null) {
          expect(sameEmail(address)).toBe(sameEmail(typed));
          expect(taken(address)).toBe(address);
        }
      }),
      { seed: 11, numRuns: 2_000 },
    );
  });

  test("is taken wherever the plain rules of RFC 5321 make it", () => {
    fc.assert(
      fc.property(fc.emailAddress(), (typed) => {
        expect(taken(typed)).toBe(typed.toLowerCase());
      }),
      { seed: 11, numRuns: 1_000 },
    );
  });
});
