import { StartError } from "@/lib/env";

/** What an error says of itself: its code (of PostgreSQL, of the system or of TLS) and its words. */
type Said = { code: string; words: string; url: URL };

/** Why a PostgreSQL server cannot be used, as it is read behind "The database server at HOST …", and what to do. The first that fits counts. */
const causes: [fits: (said: Said) => boolean, says: (said: Said) => string][] = [
  [
    ({ words }) => /does not support SSL/i.test(words),
    () =>
      "does not speak TLS, and DATABASE_URL requires it (sslmode): switch TLS on at the server, or on a network of your own take sslmode out.",
  ],
  [
    ({ code }) => code === "ERR_TLS_CERT_ALTNAME_INVALID",
    () =>
      "shows a certificate for another name: use the name that the certificate has in DATABASE_URL.",
  ],
  [
    ({ code }) => code === "CERT_HAS_EXPIRED",
    () => "shows a certificate that has expired: renew it at the server.",
  ],
  [
    ({ code, words }) => /CERT|UNABLE_TO|SELF_SIGNED/.test(code) || /certificate/i.test(words),
    () =>
      "shows a certificate that this machine does not trust: add &sslrootcert=/path/to/ca.crt to DATABASE_URL, with the certificate of its authority.",
  ],
  [
    ({ code, words }) => code === "ENOENT" || (code === "EACCES" && /open/.test(words)),
    () =>
      "cannot be asked, since a certificate file named in DATABASE_URL cannot be read: correct sslrootcert, sslcert or sslkey.",
  ],
  [
    ({ words }) => /unsupported startup parameter/i.test(words),
    () =>
      "is a connection pooler that refuses the parameter options: give DATABASE_URL the address of PostgreSQL itself, or let PgBouncer pass it on (ignore_startup_parameters = options) in session mode.",
  ],
  [
    ({ words }) => /no pg_hba\.conf entry.*no encryption/is.test(words),
    () => "admits connections over TLS only: add ?sslmode=verify-full to DATABASE_URL.",
  ],
  [
    ({ words }) => /no pg_hba\.conf entry/i.test(words),
    () =>
      "does not admit this machine with that user and database: add a line for them to pg_hba.conf there.",
  ],
  [
    ({ code, words }) => code === "3D000" || /no such database/i.test(words),
    ({ url }) =>
      `has no database "${decodeURIComponent(url.pathname.slice(1))}": create it (create database … owner …), or correct DATABASE_URL.`,
  ],
  [
    ({ code, words }) =>
      ["28P01", "28000"].includes(code) ||
      /password must be a|password authentication|no such user|auth failed/i.test(words),
    () => "refused the user or password: correct DATABASE_URL.",
  ],
  [
    ({ code }) => code === "ENOTFOUND" || code === "EAI_AGAIN",
    () => "cannot be found by that name: correct DATABASE_URL, or the name server of this machine.",
  ],
  [
    ({ code }) => code === "ECONNREFUSED",
    ({ url }) =>
      `does not listen on port ${url.port || 5432}: start it, or correct host and port in DATABASE_URL.`,
  ],
  [
    ({ code, words }) =>
      ["ETIMEDOUT", "EHOSTUNREACH", "ENETUNREACH"].includes(code) || /timeout/i.test(words),
    () => "does not answer: see that it runs, and that no firewall is between.",
  ],
  [
    ({ code, words }) => code === "53300" || /too many (clients|connections)/i.test(words),
    () => "has no connection left: raise max_connections there, or lower CASTELLAN_POOL_SIZE here.",
  ],
  [
    ({ code }) => code === "57P03",
    () => "is starting or stopping: wait a moment, then start again.",
  ],
  [
    ({ code }) => code === "25006",
    () => "is a read-only copy: give DATABASE_URL the address of the primary server.",
  ],
  [
    ({ code }) => ["53100", "ENOSPC"].includes(code),
    () => "has no room on its disk: make room there, then start again.",
  ],
  [
    ({ code, words }) =>
      ["ECONNRESET", "EPIPE", "57P01", "57P02"].includes(code) ||
      /Connection terminated/i.test(words),
    () =>
      "ended the connection: see its log. A port that belongs to another program, or a proxy that speaks TLS, does that too.",
  ],
];

/**
 * The sentence for a database that cannot be used: what is wrong, and what to do. It names the host, never the user or password.
 *
 * @param url the address that was used, as `DATABASE_URL` has it
 * @returns null when the error is none of these
 */
export function databaseTrouble(url: string, error: unknown): StartError | null {
  const said = saidBy(url, error);
  const cause = causes.find(([fits]) => fits(said));
  if (!cause) return null;
  return new StartError(
    `The database server at ${said.url.host || "this machine"} ${cause[1](said)} Nothing was changed.`,
    { cause: error },
  );
}

/** Several addresses of one name fail together; the first tells why. */
function saidBy(url: string, error: unknown): Said {
  const inner = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const one =
    inner instanceof AggregateError && inner.errors.length ? (inner.errors[0] as unknown) : inner;
  const { code = "", message = "" } =
    one instanceof Error ? (one as Error & { code?: string }) : {};
  return { code: String(code), words: message, url: new URL(url) };
}
