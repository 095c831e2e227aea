import nodemailer from "nodemailer";

import { isLoopback, readEnv } from "@/lib/env";
import { shared } from "@/lib/runtime";
import { keepInMailbox } from "./mailbox";
import type { LetterBody } from "./post";

type Transport = (letter: LetterBody) => Promise<void>;

/** Hands a letter to the mail server, or to the local mailbox of an installation that has none. */
export const deliver: Transport = (letter) => shared("transport", transport)(letter);

function transport(): Transport {
  const { smtpUrl, mailFrom } = readEnv(process.env);
  if (!smtpUrl) {
    const composer = nodemailer.createTransport({
      streamTransport: true,
      buffer: true,
      newline: "unix",
    });
    return async (letter) => {
      const { message } = await composer.sendMail({ from: mailFrom, ...letter });
      await keepInMailbox(message as Buffer);
    };
  }
  const mailer = nodemailer.createTransport(smtpOptions(smtpUrl));
  return async (letter) => {
    await mailer.sendMail({
      from: mailFrom,
      ...letter,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  };
}

/** How a mail server is spoken to: with TLS always, unless it is this machine. */
export function smtpOptions(smtpUrl: string) {
  const url = new URL(smtpUrl);
  return {
    host: url.hostname.replace(/^\[|\]$/g, ""),
    port: Number(url.port) || (url.protocol === "smtps:" ? 465 : 587),
    secure: url.protocol === "smtps:",
    requireTLS: !isLoopback(url.hostname),
    ...(url.username && {
      auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) },
    }),
    pool: true as const,
    maxConnections: 2,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 60_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}
