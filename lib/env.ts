import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { BlockList, isIP, isIPv6 } from "node:net";
import { resolve } from "node:path";
import { z } from "zod";

/**
 * Something that keeps the installation from starting. The message is one sentence for the person at the
 * terminal: what is wrong and what to do about it. It never holds a password or a key.
 */
export class StartError extends Error {}

export type Env = {
  /** what the installation is there for; data marked for another environment is refused */
  environment: string;
  /** owner URL of a PostgreSQL server, or null for the embedded one */
  databaseUrl: string | null;
  /** where people reach the installation, without a trailing slash */
  origin: string;
  /** 32 bytes in base64, or null for the key file in the data directory */
  rootKey: string | null;
  /** the key to rotate to, while `CASTELLAN_ROOT_KEY` is being replaced */
  nextRootKey: string | null;
  /** absolute path */
  dataDir: string;
  smtpUrl: string | null;
  /** absolute path of the certificate authorities the mail server is trusted by, or null for the usual ones */
  smtpCaFile: string | null;
  mailFrom: string;
  port: number;
  host: string;
  /** addresses or networks (CIDR) whose forwarded headers are believed */
  trustedProxy: string[];
  /** the origin is this machine only */
  loopback: boolean;
  /** the origin is https */
  secure: boolean;
  /** path of a sorted list of SHA-1 hashes of breached passwords */
  breachedPasswords: string | null;
  /** absolute path backups are written to, or null when none are made */
  backupDir: string | null;
  /** age recipient backups are sealed for, or null for the one made on first use */
  backupRecipient: string | null;
  /** pgBackRest's name for the server in `DATABASE_URL`, or null where it does not back it up */
  pgBackRestStanza: string | null;
  /** where the keys of accounts and persons are to be: files, the database, or a database of their own; null to leave them where they are */
  keyStore: "apart" | "together" | { url: string } | null;
  /** the database of their own they are to be fetched from, while that is changed */
  keyStoreBefore: string | null;
  /** days that copies of those keys are kept */
  keyRetentionDays: number;
  /** where webhooks may go beyond the public internet */
  webhookAllow: Allowed[];
  /** calls of the API that one key may make in a minute; every other limit of the API follows in proportion */
  apiCalls: number;
  /** opens the metrics and the figures of the health to programs elsewhere; null for this machine alone */
  metricsToken: string | null;
  /** the region this installation runs in, as its provider calls it; null where nobody says */
  region: string | null;
  /** the region its backups are kept in */
  backupRegion: string | null;
  /** port of this machine at which the worker tells its metrics; null for none */
  workerPort: number | null;
};

/** A host by its name, or a network, that the operator lets webhooks go to; on one port, or on all. */
export type Allowed =
  | { host: string; port: number | null }
  | { network: string; port: number | null };

/**
 * The whole configuration, from environment variables alone. An empty variable counts as missing.
 *
 * | variable                       | meaning                                                          | when missing                      |
 * | ------------------------------ | ---------------------------------------------------------------- | --------------------------------- |
 * | `CASTELLAN_ENVIRONMENT`        | what the data is there for: `production`, `staging`, `test`, …   | `production`                      |
 * | `DATABASE_URL`                 | owner of a PostgreSQL 15+ database: `postgres://user:pw@host/db` | an embedded PostgreSQL is started |
 * | `CASTELLAN_ORIGIN`             | address people type, `https://…`; http only on loopback          | `http://localhost:PORT`           |
 * | `CASTELLAN_ROOT_KEY`           | 32 random bytes in base64; everything personal hangs on it       | a key file in the data directory  |
 * | `CASTELLAN_ROOT_KEY_NEXT`      | the key that replaces it, during a rotation                      | no rotation under way             |
 * | `CASTELLAN_DATA_DIR`           | directory of the embedded database and the key file              | `.castellan` beside package.json  |
 * | `CASTELLAN_BREACHED_PASSWORDS` | file of SHA-1 hashes sorted by hash, as Have I Been Pwned has it | the common passwords alone        |
 * | `CASTELLAN_LOG_LEVEL`          | how much is logged: `debug`, `info`, `warn`, `error`, …          | `info`; `warn` for commands       |
 * | `SMTP_URL`                     | mail server, `smtps://user:pw@host` or `smtp://…` (STARTTLS)     | loopback only: a local mailbox    |
 * | `SMTP_CA_FILE`                 | certificates (PEM) of a private authority of the mail server     | the public authorities count      |
 * | `MAIL_FROM`                    | sender of the letters, `Name <address>` or an address            | `Castellan <castellan@HOSTNAME>`  |
 * | `PORT`                         | port the server listens on                                       | `3000`                            |
 * | `HOST`                         | address the server listens on                                    | `127.0.0.1`                       |
 * | `TRUSTED_PROXY`                | addresses or networks of the TLS edge, separated by commas       | nobody's forwarded headers count  |
 * | `CASTELLAN_BACKUP_DIR`         | directory backups are written to, on another disk                | no backups are made               |
 * | `CASTELLAN_BACKUP_RECIPIENT`   | public key (`age1…`) backups are sealed for                      | one is made on first use          |
 * | `CASTELLAN_PGBACKREST_STANZA`  | pgBackRest's name for the server in `DATABASE_URL`               | that server is not backed up      |
 * | `CASTELLAN_KEY_STORE`          | where the keys of accounts and persons are: `apart` in files,    | where they are; at first `apart`, |
 * |                                | `together` with the data, or a `postgres://…` of their own       | with `DATABASE_URL` `together`    |
 * | `CASTELLAN_KEY_STORE_BEFORE`   | the `postgres://…` of their own they are to be moved from        | no such move under way            |
 * | `CASTELLAN_KEY_RETENTION_DAYS` | days that copies of keys kept apart stay on the backup disk      | `7`; 1 to 30                      |
 * | `CASTELLAN_WEBHOOK_ALLOW`      | hosts or networks of one's own that webhooks may go to           | the public internet only          |
 * | `CASTELLAN_API_CALLS`          | calls one key may make in a minute; the other limits follow      | `600`                             |
 * | `CASTELLAN_METRICS_TOKEN`      | opens metrics and figures to programs on other machines          | this machine only                 |
 * | `CASTELLAN_REGION`             | region it runs in; another one in the register is an alarm       | not compared                      |
 * | `CASTELLAN_BACKUP_REGION`      | region its backups are kept in                                   | not compared                      |
 * | `CASTELLAN_WORKER_PORT`        | port of this machine at which the worker tells its metrics       | the worker tells none             |
 *
 * @param source the environment, usually `process.env`
 * @param project absolute directory that relative paths start from
 * @throws StartError naming the first variable that cannot be used, and what to do
 */
export function readEnv(source: Record<string, string | undefined>, project = process.cwd()): Env {
  const given = Object.fromEntries(
    Object.keys(variables.shape).map((name) => [name, source[name]?.trim() || undefined]),
  );
  const parsed = variables.safeParse(given);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new StartError(`${issue?.path.join(".")} ${issue?.message}`);
  }
  const set = parsed.data;
  const origin = new URL(set.CASTELLAN_ORIGIN ?? `http://localhost:${set.PORT}`);
  const loopback = isLoopback(origin.hostname);
  const breached = set.CASTELLAN_BREACHED_PASSWORDS;
  const secure = origin.protocol === "https:";

  if (!loopback && !secure)
    throw new StartError(
      `CASTELLAN_ORIGIN is ${origin.origin}, and passwords must not cross a network in the clear: put the TLS edge (deploy/Caddyfile) in front and set CASTELLAN_ORIGIN to its https:// address.`,
    );
  if (!loopback && !set.SMTP_URL)
    throw new StartError(
      `SMTP_URL is missing, and people at ${origin.origin} need their letters: set SMTP_URL to your mail server, for example smtps://user:password@mail.example.com.`,
    );
  if (loopback && !isLoopback(set.HOST))
    throw new StartError(
      `HOST=${set.HOST} would open this installation to the network although its origin ${origin.origin} is this machine only: leave HOST out, or set CASTELLAN_ORIGIN to the https:// address of the TLS edge.`,
    );

  return {
    environment: set.CASTELLAN_ENVIRONMENT,
    databaseUrl: set.DATABASE_URL ?? null,
    origin: origin.origin,
    rootKey: set.CASTELLAN_ROOT_KEY ?? null,
    nextRootKey: set.CASTELLAN_ROOT_KEY_NEXT ?? null,
    dataDir: resolve(project, set.CASTELLAN_DATA_DIR),
    smtpUrl: set.SMTP_URL ?? null,
    smtpCaFile: set.SMTP_CA_FILE ? resolve(project, set.SMTP_CA_FILE) : null,
    mailFrom:
      set.MAIL_FROM ??
      `Castellan <castellan@${isIP(bare(origin.hostname)) ? "localhost" : origin.hostname}>`,
    port: set.PORT,
    host: set.HOST,
    trustedProxy: set.TRUSTED_PROXY,
    loopback,
    secure,
    breachedPasswords: breached ? resolve(project, breached) : null,
    backupDir: set.CASTELLAN_BACKUP_DIR ? resolve(project, set.CASTELLAN_BACKUP_DIR) : null,
    backupRecipient: set.CASTELLAN_BACKUP_RECIPIENT ?? null,
    pgBackRestStanza: set.CASTELLAN_PGBACKREST_STANZA ?? null,
    keyStore: keyStoreOf(set.CASTELLAN_KEY_STORE),
    keyStoreBefore: set.CASTELLAN_KEY_STORE_BEFORE ?? null,
    keyRetentionDays: set.CASTELLAN_KEY_RETENTION_DAYS,
    webhookAllow: set.CASTELLAN_WEBHOOK_ALLOW,
    apiCalls: set.CASTELLAN_API_CALLS,
    metricsToken: set.CASTELLAN_METRICS_TOKEN ?? null,
    region: set.CASTELLAN_REGION ?? null,
    backupRegion: set.CASTELLAN_BACKUP_REGION ?? null,
    workerPort: set.CASTELLAN_WORKER_PORT ?? null,
  };
}

/** Tells whether a host name or address can only mean this machine. */
export function isLoopback(host: string): boolean {
  const address = bare(host);
  return (
    address === "localhost" ||
    address.endsWith(".localhost") ||
    address === "::1" ||
    /^127(\.\d+){3}$/.test(address)
  );
}

/**
 * Builds the question "is this address in the list?".
 * @param networks addresses or CIDR networks, as `Env.trustedProxy` holds them
 */
export function addressList(networks: string[]): (address: string) => boolean {
  const list = new BlockList();
  for (const network of networks) {
    const [address = "", bits] = network.split("/");
    const family = isIPv6(address) ? "ipv6" : "ipv4";
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return (address) => isIP(address) !== 0 && list.check(address, isIPv6(address) ? "ipv6" : "ipv4");
}

const variables = z.object({
  CASTELLAN_ENVIRONMENT: z
    .string()
    .regex(
      /^[a-z][a-z\d-]{0,30}$/,
      "must be one word in small letters, like production, staging or test.",
    )
    .default("production"),
  DATABASE_URL: url(
    ["postgres:", "postgresql:"],
    "must look like postgres://user:password@host:5432/database: correct it, or leave it out to use the embedded database.",
  ).optional(),
  CASTELLAN_ORIGIN: url(
    ["http:", "https:"],
    "must be the address people type, for example https://people.example.com.",
  )
    .refine(
      (value) => /^\/?$/.test(new URL(value).pathname) && !/[?#@]/.test(value),
      "must be scheme and host alone, for example https://people.example.com: take the path away.",
    )
    .optional(),
  CASTELLAN_ROOT_KEY: rootKey().optional(),
  CASTELLAN_ROOT_KEY_NEXT: rootKey().optional(),
  CASTELLAN_DATA_DIR: z.string().default(".castellan"),
  CASTELLAN_BREACHED_PASSWORDS: z.string().optional(),
  CASTELLAN_BACKUP_DIR: z.string().optional(),
  CASTELLAN_BACKUP_RECIPIENT: z
    .string()
    .regex(
      /^age1[02-9ac-hj-np-z]{58}$/,
      "must be a public key of age, age1…: make a pair with `age-keygen`, or leave it out to have one made.",
    )
    .optional(),
  CASTELLAN_PGBACKREST_STANZA: z
    .string()
    .regex(/^[\w-]+$/, "must be the name of a stanza, as pgbackrest.conf has it.")
    .optional(),
  CASTELLAN_KEY_STORE: z
    .string()
    .refine(
      (value) => value === "apart" || value === "together" || isPostgres(value),
      "must be apart, together, or postgres://user:password@host:5432/database.",
    )
    .optional(),
  CASTELLAN_KEY_STORE_BEFORE: z
    .string()
    .refine(isPostgres, "must look like postgres://user:password@host:5432/database.")
    .optional(),
  CASTELLAN_KEY_RETENTION_DAYS: z.coerce
    .number("must be a number from 1 to 30.")
    .int("must be a number from 1 to 30.")
    .min(1, "must be a number from 1 to 30.")
    .max(30, "must be a number from 1 to 30: longer, and a destroyed key lives on in its copies.")
    .default(7),
  SMTP_URL: url(
    ["smtp:", "smtps:"],
    "must look like smtps://user:password@mail.example.com or smtp://mail.example.com:587.",
  ).optional(),
  CASTELLAN_LOG_LEVEL: z
    .enum(
      ["trace", "debug", "info", "warn", "error", "fatal"],
      "must be trace, debug, info, warn, error or fatal: correct it, or leave it out.",
    )
    .optional(),
  SMTP_CA_FILE: z
    .string()
    .refine(
      isCertificates,
      "must be a readable file with certificates in PEM form (-----BEGIN CERTIFICATE-----): correct the path, or leave it out.",
    )
    .optional(),
  MAIL_FROM: z
    .string()
    .regex(
      /^([^<>\r\n]*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/,
      "must be an address, for example Castellan <people@example.com>.",
    )
    .optional(),
  PORT: z.coerce
    .number("must be a number from 1 to 65535.")
    .int("must be a number from 1 to 65535.")
    .min(1, "must be a number from 1 to 65535.")
    .max(65535, "must be a number from 1 to 65535.")
    .default(3000),
  HOST: z
    .string()
    .regex(/^[A-Za-z0-9.:-]+$/, "must be an address to listen on, for example 127.0.0.1.")
    .default("127.0.0.1"),
  TRUSTED_PROXY: z
    .string()
    .default("")
    .transform((list) => list.split(/[\s,]+/).filter(Boolean))
    .refine(
      (list) => list.every(isNetwork),
      "must be addresses or networks separated by commas, for example 10.0.0.5 or 10.0.0.0/8.",
    ),
  CASTELLAN_WEBHOOK_ALLOW: z
    .string()
    .default("")
    .transform((list) =>
      list
        .split(/[\s,]+/)
        .filter(Boolean)
        .map(allowed),
    )
    .refine(
      (list): list is Allowed[] => !list.includes(null),
      "must be hosts, addresses or networks separated by commas, each with a port where only one is meant: hooks.internal, hooks.internal:8080, 10.1.2.0/24, 10.1.2.3:8080, [fd00::7]:8443.",
    ),
  CASTELLAN_API_CALLS: z.coerce
    .number("must be a number from 60 to 1000000.")
    .int("must be a number from 60 to 1000000.")
    .min(60, "must be a number from 60 to 1000000: with fewer the panel itself stops working.")
    .max(1_000_000, "must be a number from 60 to 1000000.")
    .default(600),
  CASTELLAN_METRICS_TOKEN: z
    .string()
    .regex(
      /^[A-Za-z0-9._~+/=-]{20,}$/,
      "must be 20 characters or more, without spaces: make one with `openssl rand -base64 32`.",
    )
    .optional(),
  CASTELLAN_REGION: region(),
  CASTELLAN_BACKUP_REGION: region(),
  CASTELLAN_WORKER_PORT: z.coerce
    .number("must be a number from 1 to 65535.")
    .int("must be a number from 1 to 65535.")
    .min(1, "must be a number from 1 to 65535.")
    .max(65535, "must be a number from 1 to 65535.")
    .optional(),
});

function isCertificates(path: string): boolean {
  try {
    return new X509Certificate(readFileSync(path)).subject !== undefined;
  } catch {
    return false;
  }
}

function isPostgres(text: string): boolean {
  return URL.canParse(text) && ["postgres:", "postgresql:"].includes(new URL(text).protocol);
}

const keyStoreOf = (given: string | undefined): Env["keyStore"] =>
  given === undefined || given === "apart" || given === "together"
    ? (given ?? null)
    : { url: given };

/** One entry of the list of hosts and networks; null when it is none. */
function allowed(text: string): Allowed | null {
  const [, name = "", bits, digits] =
    /^(\[[\da-f:.]+\]|[\da-f]*:[\da-f:.]*:[\da-f:.]*(?=\/|$)|[^\s:/[\]]+)(\/\d{1,3})?(?::(\d{1,5}))?$/i.exec(
      text,
    ) ?? [];
  const port = digits === undefined ? null : Number(digits);
  if (!name || (port !== null && (port < 1 || port > 65_535))) return null;
  const network = `${bare(name)}${bits ?? ""}`;
  if (isNetwork(network)) return { network, port };
  return bits === undefined && /^[a-z\d]([a-z\d.-]*[a-z\d])?$/i.test(name) && !/^[\d.]+$/.test(name)
    ? { host: name.toLowerCase(), port }
    : null;
}

function region() {
  return z
    .string()
    .regex(/^[\w.-]{1,100}$/, "must be the name of a region, for example eu-central-1.")
    .optional();
}

function rootKey() {
  return z
    .string()
    .refine(
      (value) => /^[A-Za-z0-9+/_-]{43}=?$/.test(value),
      "must be 32 bytes in base64: make one with `openssl rand -base64 32`, or restore the one this data was written with.",
    );
}

function url(protocols: string[], says: string) {
  return z
    .string()
    .refine((value) => URL.canParse(value) && protocols.includes(new URL(value).protocol), {
      error: says,
      abort: true,
    });
}

function isNetwork(text: string): boolean {
  const [address = "", bits, ...rest] = text.split("/");
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  return (
    bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 6 ? 128 : 32))
  );
}

/** `[::1]` as `::1` */
function bare(host: string): string {
  return host.replace(/^\[|\]$/g, "").toLowerCase();
}
