import type { Env } from "@/lib/env";
import type {
  BackupEntry,
  BackupKind,
  EngineName,
  Manifest,
  Progress,
  RestorePoint,
} from "./backup";

/** What there is on the backup disk, as far as it can be trusted. */
export type Inventory = {
  backups: BackupEntry[];
  /** the newest moment that could be restored; null without a full */
  restorableTo: Date | null;
  /** pieces of the log that wait to be shipped */
  waiting: number;
  /** a piece is missing between the newest full and now, so a new full is due */
  gap: boolean;
  /** everything there is encrypted */
  sealed: boolean;
};

/** Data put into a folder, ready for a PostgreSQL to recover. */
export type Rebuilt = {
  manifest: Manifest;
  /** settings the server must be started with to recover */
  settings: Record<string, string>;
  /** programs of that version, where the embedded ones do not fit */
  binaries?: { initdb: string; postgres: string };
};

/**
 * Whoever makes backups of the database: PostgreSQL's own continuous archiving for the embedded one, pgBackRest for a
 * server of the operator's own. Thin on purpose, so that the tool can be replaced.
 */
export type Engine = {
  name: EngineName;
  make(kind: BackupKind, at: Date, tell: Progress): Promise<Manifest>;
  /** ships what the database has archived meanwhile, and first the keys it needs */
  ship(now: Date): Promise<void>;
  inventory(): Promise<Inventory>;
  /** every manifest whose signature counts, the newest first */
  manifests(): Promise<Manifest[]>;
  /** the full to begin with for this point, and the newest cut on it whose counts are known */
  rebuild(folder: string, point: RestorePoint, keys: string[], tell: Progress): Promise<Rebuilt>;
  /** drops what is older than it may be; never a full that something younger stands on */
  expire(now: Date): Promise<string[]>;
};

/** Where the embedded database puts finished pieces of its log, until they are shipped. The same trust as the database itself. */
export const logSpool = (env: Env) => `${env.dataDir}/postgres.log-spool`;

/** At most so much work is lost with the machine: PostgreSQL hands on what it has written in that time, in seconds. */
const HANDED_ON_EVERY = 600;

/** Settings under which the embedded database hands on its log, whole pieces only, without ever replacing one. */
export function archiveSettings(spool: string): Record<string, string> {
  const quoted = (text: string) => `'${text.replaceAll("%", "%%").replaceAll("'", `'\\''`)}'`;
  const to = `${quoted(spool)}/%f`;
  return {
    archive_mode: "on",
    archive_timeout: String(HANDED_ON_EVERY),
    archive_command: `if [ -f ${to} ]; then cmp -s "%p" ${to}; else cp "%p" ${to}.part && sync ${to}.part && mv ${to}.part ${to}; fi`,
  };
}
