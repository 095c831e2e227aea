import { readFileSync } from "node:fs";
import type { Socket } from "node:net";

import nodemailer from "nodemailer";
import SMTPConnection from "nodemailer/lib/smtp-connection";

import { minute } from "@/lib/clock";
import { isLoopback } from "@/lib/env";
import { deliverable, needsSmtpUtf8 } from "@/lib/shapes/email";
import type { Reachable } from "./context";
import { handOver } from "./hand-over";
import { pack } from "./pack";
import type { FieldOf } from "./processors";
import { connectTo } from "./reach";
import { type Trouble, troubleOf } from "./smtp-trouble";

type Letter = { email: string; letter: { subject: string; text: string; html: string } };

/** What became of a letter: what of it the mail service has seen, and why it did not take it, where it did not. */
export type Handed = {
  seen: readonly FieldOf<"mail", "deliver_letter">[];
  trouble: Trouble | null;
};

/** A letter that is not over by then has failed. */
const LONGEST = 3 * minute;

/**
 * The mail service, by its address: hands it letters, each over a connection of its own to the addresses that its name had at
 * that moment.
 *
 * @param caFile file of the certificate authorities it is trusted by, instead of the usual ones
 */
export function mailService(
  smtpUrl: string,
  from: string,
  caFile: string | null,
): (letter: Letter) => Promise<Handed> {
  const options = smtpOptions(smtpUrl, caFile);
  return async (payload) => {
    try {
      return await handOver(
        pack({ processor: "mail", purpose: "deliver_letter", payload }),
        [{ host: options.host, port: options.port }],
        async ({ email, letter }, [to]) => {
          if (needsSmtpUtf8(email) && !(await offersSmtpUtf8(options, to!)))
            return { seen: [], trouble: noSmtpUtf8 };
          const mailer = nodemailer.createTransport({
            ...options,
            getSocket: (_, done) => void openFor(to!, done),
          });
          await mailer.sendMail({
            ...{ from, to: { name: "", address: deliverable(email) ?? email }, ...letter },
            headers: automatic,
            disableFileAccess: true,
            disableUrlAccess: true,
            signal: AbortSignal.timeout(LONGEST),
          });
          return { seen: ["email", "letter"], trouble: null };
        },
      );
    } catch (error) {
      return troubleOf(error as Error);
    }
  };
}

/** No person wrote it, so nobody's absence note should answer it (RFC 3834, section 5). */
const automatic = { "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All" };

const noSmtpUtf8 = {
  stage: "recipient",
  code: "SMTPUTF8",
  says: "The mail server takes no letters to addresses with letters outside A to Z before the @ (it does not offer SMTPUTF8).",
  forGood: true,
} as const satisfies Trouble;

/** Whether a mail server says that it takes such letters; asked of it before it is shown one. */
async function offersSmtpUtf8(
  { auth: _later, ...options }: ReturnType<typeof smtpOptions>,
  place: Reachable,
): Promise<boolean> {
  const connection = new SMTPConnection({ ...options, connection: await connectTo(place) });
  return new Promise<boolean>((told, failed) => {
    connection.on("error", failed);
    connection.connect(() => {
      told(/[ -]SMTPUTF8\b/im.test(String(connection.lastServerResponse)));
      connection.quit();
    });
  });
}

async function openFor(
  place: Reachable,
  done: (error: Error | null, opened?: { connection: Socket }) => void,
): Promise<void> {
  const connection = await connectTo(place).catch((error: Error) => error);
  if (connection instanceof Error) done(connection);
  else done(null, { connection });
}

/** How a mail server is spoken to: with TLS always, unless it is this machine. */
export function smtpOptions(smtpUrl: string, caFile: string | null = null) {
  const url = new URL(smtpUrl);
  return {
    host: url.hostname.replace(/^\[|\]$/g, ""),
    port: Number(url.port) || (url.protocol === "smtps:" ? 465 : 587),
    secure: url.protocol === "smtps:",
    requireTLS: !isLoopback(url.hostname),
    ...(url.username && {
      auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) },
    }),
    ...(caFile && { tls: { ca: readFileSync(caFile, "utf8") } }),
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 60_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}
