import { z } from "zod";

import { day, hour } from "@/lib/clock";

export const kinds = ["full", "increment"] as const;
export type BackupKind = (typeof kinds)[number];
export type EngineName = "embedded" | "pgbackrest";

/** A week between fulls, a day between cuts (P67). */
export const FULL_EVERY = 7 * day;
export const INCREMENT_EVERY = day;
/** When somebody has to be told that one is overdue. */
export const FULL_OVERDUE = 8 * day;
export const INCREMENT_OVERDUE = 26 * hour;
/** Three months (P69). The full that the oldest of them stands on is older by up to a week. */
export const KEPT_FOR = 91 * day;
export const LONGEST_KEPT = KEPT_FOR + FULL_EVERY + day;
export const DRILL_EVERY = 31 * day;

const Counts = z.record(z.string(), z.number().int().nonnegative());

/**
 * What one backup promises to hold, signed. It stands beside the sealed files in clear: opaque ids, counts, hashes, versions and
 * times, and nothing that people wrote.
 */
export const Manifest = z.strictObject({
  format: z.literal(1),
  label: z.string(),
  kind: z.enum(kinds),
  engine: z.enum(["embedded", "pgbackrest"]),
  /** label of the full it stands on; its own for a full */
  base: z.string(),
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime(),
  versions: z.strictObject({
    castellan: z.string(),
    postgres: z.string(),
    migration: z.number().int(),
  }),
  cluster: z.strictObject({
    systemId: z.string(),
    timeline: z.number().int(),
    segmentBytes: z.number().int(),
  }),
  /** the first segment of write-ahead log that is needed, and the last that is known */
  log: z.strictObject({ from: z.string(), to: z.string() }),
  /** where in the log the counts below are exact */
  point: z.strictObject({ at: z.iso.datetime(), position: z.string() }),
  tables: Counts,
  accounts: z.record(z.uuid(), Counts),
  /** every file of this backup; an increment lists the segments since the backup before */
  files: z.array(
    z.strictObject({ name: z.string(), sha256: z.string().length(64), bytes: z.number().int() }),
  ),
  /** names of settings this installation runs with; their values, sealed, are in the full; the root key is nowhere */
  configuration: z.array(z.string()),
  /** which keys open it; missing in backups of earlier versions */
  opens: z
    .strictObject({
      /** the public half of the private key; null where pgBackRest has a cipher of its own */
      recipient: z.string().nullable(),
      /** fingerprints of the root keys that were in use */
      rootKeys: z.array(z.string()),
    })
    .optional(),
});
export type Manifest = z.infer<typeof Manifest>;

export type BackedUpFile = Manifest["files"][number];

/** What restoring tells while it works. */
export type Progress = (says: string) => void;

/** Where a restore ends: at the end of what was shipped, at a time, or where a manifest's counts are exact. */
export type RestorePoint =
  | { to: "end" }
  | { to: "time"; at: Date }
  | { to: "manifest"; manifest: Manifest };

/** A backup in the words of the one who lists them. */
export type BackupEntry = Pick<Manifest, "label" | "kind" | "engine" | "base"> & {
  startedAt: Date;
  endedAt: Date;
  bytes: number;
  rows: number;
};

export const rowsOf = ({ tables }: Manifest) =>
  Object.values(tables).reduce((sum, n) => sum + n, 0);

/** Something about backups that went wrong in a way people can do something about. The message is a sentence, `code` one word of a few. */
export class BackupError extends Error {
  constructor(
    readonly code: Trouble,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

export const troubles = [
  "no_backup",
  "disk_full",
  "damaged",
  "missing",
  "wrong_key",
  "unsigned",
  "tablespace",
  "not_archived",
  "did_not_start",
  "counts_differ",
  "no_answer",
  "under_way",
  "tool",
  "unexpected",
] as const;
export type Trouble = (typeof troubles)[number];

/** The word for what went wrong, whoever threw it. */
export function troubleOf(error: unknown): Trouble {
  if (error instanceof BackupError) return error.code;
  if (
    error instanceof Error &&
    "code" in error &&
    ["ENOSPC", "EDQUOT"].includes(String(error.code))
  )
    return "disk_full";
  return "unexpected";
}

/** `20261124T222609Z-full` */
export const labelFor = (at: Date, kind: BackupKind) =>
  `${at.toISOString().replaceAll(/[-:]|\.\d+/g, "")}-${kind}`;
