import nodemailer from "nodemailer";
import SMTPConnection from "nodemailer/lib/smtp-connection";

import { isLoopback } from "@/lib/env";
import { deliverable, needsSmtpUtf8 } from "@/lib/shapes/email";
import { handOver, pack } from "./hand-over";
import type { FieldOf } from "./processors";

type Letter = { email: string; letter: { subject: string; text: string; html: string } };

/** What became of a letter: what of it the mail service has seen, and why it did not take it, where it did not. */
export type Handed = {
  seen: readonly FieldOf<"mail", "deliver_letter">[];
  trouble: { says: string; forGood: boolean } | null;
};

/** The mail service, by its address: hands it letters, one by one. */
export function mailService(smtpUrl: string, from: string): (letter: Letter) => Promise<Handed> {
  const options = smtpOptions(smtpUrl);
  const mailer = nodemailer.createTransport(options);
  const to = [{ host: options.host, port: options.port }];
  return async (payload) =>
    handOver(
      pack({ processor: "mail", purpose: "deliver_letter", payload }),
      to,
      async ({ email, letter }) => {
        try {
          if (needsSmtpUtf8(email) && !(await offersSmtpUtf8(options)))
            return { seen: [], trouble: { says: NO_SMTPUTF8, forGood: true } };
          await mailer.sendMail({
            ...{ from, to: { name: "", address: deliverable(email) ?? email }, ...letter },
            disableFileAccess: true,
            disableUrlAccess: true,
          });
          return { seen: ["email", "letter"], trouble: null };
        } catch (error) {
          const { message, responseCode } = error as SmtpError;
          return {
            seen: seenBefore(error as SmtpError),
            trouble: { says: message, forGood: responseCode !== undefined && responseCode >= 500 },
          };
        }
      },
    );
}

const NO_SMTPUTF8 =
  "The mail server takes no letters to addresses with letters outside A to Z before the @ (it does not offer SMTPUTF8).";

/** Whether a mail server says that it takes such letters; asked of it before it is shown one. */
function offersSmtpUtf8({ auth: _later, pool: _one, ...options }: ReturnType<typeof smtpOptions>) {
  const connection = new SMTPConnection(options);
  return new Promise<boolean>((told, failed) => {
    connection.on("error", failed);
    connection.connect(() => {
      told(/[ -]SMTPUTF8\b/im.test(String(connection.lastServerResponse)));
      connection.quit();
    });
  });
}

type SmtpError = Error & {
  code?: string;
  /** what was under way */
  command?: string;
  responseCode?: number;
  timeoutType?: string;
};

const neverConnected = ["EDNS", "ETLS", "EAUTH", "EREQUIRETLS"];
const beforeGreeting = ["CONNECTION_TIMEOUT", "GREETING_TIMEOUT"];

/** What the mail service had seen when it ended badly; where that cannot be known, everything. */
function seenBefore({ code = "", command = "", timeoutType = "", ...error }: SmtpError) {
  const syscall = "syscall" in error ? error.syscall : undefined;
  if (
    neverConnected.includes(code) ||
    beforeGreeting.includes(timeoutType) ||
    syscall === "connect" ||
    /^(API|E?HELO|EHLO|LHLO|STARTTLS|AUTH|MAIL FROM)/.test(command)
  )
    return [];
  if (command === "RCPT TO" || (command === "DATA" && code === "EENVELOPE"))
    return ["email"] as const;
  return ["email", "letter"] as const;
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
