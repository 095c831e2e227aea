import MailComposer from "nodemailer/lib/mail-composer";

import { type Handed, mailService } from "@/lib/egress/smtp";
import { readEnv } from "@/lib/env";
import { shared } from "@/lib/runtime";
import { deliverable } from "@/lib/shapes/email";
import { keepInMailbox } from "./mailbox";
import type { LetterBody } from "./post";

type Transport = (letter: LetterBody) => Promise<Handed>;

/** Hands a letter to the mail service, or to the local mailbox of an installation that has none. */
export const deliver: Transport = (letter) => shared("transport", transport)(letter);

function transport(): Transport {
  const { smtpUrl, mailFrom, smtpCaFile } = readEnv(process.env);
  if (!smtpUrl) return (letter) => keep(letter, mailFrom);
  const handToMailService = mailService(smtpUrl, mailFrom, smtpCaFile);
  return ({ to, subject, text, html }) =>
    handToMailService({ email: to, letter: { subject, text, html } });
}

/** A letter that stays here is seen by nobody. */
async function keep(letter: LetterBody, from: string): Promise<Handed> {
  const to = { name: "", address: deliverable(letter.to) ?? letter.to };
  const message = await new MailComposer({ from, ...letter, to, newline: "unix" })
    .compile()
    .build();
  await keepInMailbox(message);
  return { seen: [], trouble: null };
}
