import { EgressBlocked } from "./blocked";
import { Unresolved } from "./look-up";
import type { FieldOf } from "./processors";
import { Unreached } from "./reach";

/** How far a letter came before it failed, in order, as a sentence for the operator. */
export const stages = {
  blocked:
    "Castellan kept the letter back: the register of processors does not allow this mail service.",
  resolve:
    "The name of the mail server was not found. Check the host in SMTP_URL and the DNS of this machine.",
  connect:
    "The mail server did not take a connection. Check the port in SMTP_URL and the firewall.",
  tls: "The connection could not be encrypted. Check the certificate; for a private authority set SMTP_CA_FILE.",
  greeting:
    "The mail server took the connection and did not answer as a mail server does. Check the port, and smtp:// or smtps://.",
  auth: "The mail server refused the user name or the password in SMTP_URL.",
  sender: "The mail server refused the sender. Check MAIL_FROM.",
  recipient: "The mail server refused the recipient.",
  data: "The mail server refused the letter itself, or broke off while it was handed over.",
} as const;
export type Stage = keyof typeof stages;

/** Why a letter did not leave: `stage` and `code` name nobody and may stand in logs, `says` is the server's own text. */
export type Trouble = { stage: Stage; code: string; says: string; forGood: boolean };

type SmtpError = Error & {
  code?: string;
  /** what the system or TLS said, where nodemailer put a code of its own over it */
  originalCode?: string;
  /** what was under way */
  command?: string;
  responseCode?: number;
  timeoutType?: string;
};

/** A failed try in the terms of the operator, with what the mail service had seen by then. */
export function troubleOf(error: Error): {
  seen: readonly FieldOf<"mail", "deliver_letter">[];
  trouble: Trouble;
} {
  const stage = stageOf(error);
  const { responseCode, originalCode, code } = error as SmtpError;
  return {
    seen: seenAt[stage],
    trouble: {
      stage,
      code: String(responseCode ?? originalCode ?? code ?? error.name),
      says: error.message,
      forGood: responseCode !== undefined && responseCode >= 500,
    },
  };
}

const seenAt = {
  ...{ blocked: [], resolve: [], connect: [], tls: [], greeting: [], auth: [], sender: [] },
  recipient: ["email"],
  data: ["email", "letter"],
} as const satisfies Record<Stage, readonly FieldOf<"mail", "deliver_letter">[]>;

/** Where it cannot be known, the last one, so that nothing that was seen is left out of the ledger. */
function stageOf(error: SmtpError): Stage {
  if (error instanceof EgressBlocked) return "blocked";
  if (error instanceof Unresolved) return "resolve";
  if (error instanceof Unreached) return "connect";
  const { code = "", originalCode = "", command = "", timeoutType = "" } = error;
  if (
    ["ETLS", "EREQUIRETLS"].includes(code) ||
    timeoutType === "UPGRADE_TIMEOUT" ||
    command === "STARTTLS" ||
    (command === "CONN" && isOfTls(originalCode || code))
  )
    return "tls";
  if (code === "EAUTH" || command.startsWith("AUTH")) return "auth";
  if (timeoutType === "GREETING_TIMEOUT" || /^(E?HELO|LHLO)/.test(command)) return "greeting";
  if (command === "MAIL FROM") return "sender";
  if (command === "RCPT TO" || (command === "DATA" && code === "EENVELOPE")) return "recipient";
  return "data";
}

/** The codes of OpenSSL and of Node.js for a handshake or a certificate that failed. */
const isOfTls = (code: string) => /CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO|^EPROTO$/.test(code);
