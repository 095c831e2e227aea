import { day, hour, minute } from "@/lib/clock";
import { DRILL_EVERY, FULL_OVERDUE, INCREMENT_OVERDUE } from "./backup";
import type { KeyCopies } from "./key-sets";
import { type Disks, isLow } from "./room";
import { keptTooLong, keptTooShort } from "./retention";

/** What is known of the backups, as the database remembers it. */
export type Known = {
  /** backups that are whole, the newest first */
  whole: { label: string; kind: "full" | "increment"; endedAt: Date }[];
  /** when the first backup ever was made, also one that is long gone */
  first: Date | null;
  /** the newest try, if it failed after the newest backup that is whole */
  failedAt: Date | null;
  drill: { at: Date; outcome: "passed" | "failed" } | null;
  /** the newest rehearsal that passed */
  passedAt: Date | null;
  state: {
    checkedAt: Date;
    waiting: number;
    gap: boolean;
    keyHere: boolean;
    sealed: boolean;
    journalWhole: boolean;
  } | null;
  /** room on the disks, as this process sees it */
  disks: Disks;
  /** the copies of keys that are apart, as the worker last saw them; null when keys are with the data */
  keys: (KeyCopies & { keptFor: number }) | null;
};

const MOST_WAITING = 64;

/**
 * Every way in which backups can be silently worthless, with the sentence that tells it and what to do. Each answers whether it is so
 * at this moment.
 */
const watched = {
  directory: {
    says: "The backup directory is not there, so no backups are made. Mount its disk, or correct CASTELLAN_BACKUP_DIR.",
    so: ({ disks }: Known) => disks.backups === null,
  },
  backup_disk_low: {
    says: "The backup disk is almost full. Make room there, or mount a larger one: when it is full, no backup is made.",
    so: ({ disks }: Known) => isLow(disks.backups),
  },
  data_disk_low: {
    says: "The disk of the data directory is almost full. Make room there: when it is full, nothing can be changed any more.",
    so: ({ disks }: Known) => isLow(disks.data),
  },
  none: {
    says: "There is no backup yet. The worker makes the first by itself; where it cannot, its log says why.",
    so: ({ whole }: Known) => whole.length === 0,
  },
  increment_overdue: {
    says: "Nothing was added to the backups for more than 26 hours. Look at the log of the worker, then run npx castellan backup.",
    so: ({ whole, first }: Known, now: number) =>
      older(whole[0]?.endedAt ?? first, INCREMENT_OVERDUE, now),
  },
  full_overdue: {
    says: "The newest full backup is older than 8 days. Look at the log of the worker, then run npx castellan backup.",
    so: ({ whole, first }: Known, now: number) =>
      older(newestFull(whole)?.endedAt ?? first, FULL_OVERDUE, now),
  },
  failed: {
    says: "The last backup failed. The ones before it are untouched; the log of the worker says why.",
    so: ({ failedAt }: Known) => failedAt !== null,
  },
  gap: {
    says: "A piece of the write-ahead log is missing, so nothing after it can be restored. A new full is made by itself; see that it succeeds.",
    so: ({ state }: Known) => state?.gap ?? false,
  },
  waiting: {
    says: "The write-ahead log is not shipped and fills the data directory. See that the backup disk is mounted and has room.",
    so: ({ state }: Known) => (state?.waiting ?? 0) > MOST_WAITING,
  },
  unwatched: {
    says: "Nobody has looked at the backups for an hour: the worker does not run.",
    so: ({ state, first }: Known, now: number) => older(state?.checkedAt ?? first, hour, now),
  },
  unsealed: {
    says: "Backups lie on the disk unencrypted. Give the repository a cipher, and make a new full.",
    so: ({ state }: Known) => state?.sealed === false,
  },
  kept_too_long: {
    says: "A backup is older than three months and a week. Run npx castellan backup, and see that it drops what is expired.",
    so: ({ whole }: Known, now: number) =>
      whole.length > 0 && keptTooLong(oldest(whole), new Date(now)),
  },
  kept_too_short: {
    says: "Backups of the last three months are gone from the backup disk. Put them back, or find out who deleted them.",
    so: ({ whole, first }: Known, now: number) =>
      whole.length > 0 && first !== null && keptTooShort(oldest(whole), first, new Date(now)),
  },
  keys_none: {
    says: "No copy of the keys of accounts and persons lies on the backup disk, so no backup can be read without this machine. See that the disk is mounted, then run npx castellan backup.",
    so: ({ keys }: Known) => keys?.sets === 0,
  },
  keys_overdue: {
    says: "The keys of accounts and persons were not copied for more than 26 hours. Look at the log of the worker, then run npx castellan backup.",
    so: ({ keys }: Known, now: number) => older(keys?.newest, INCREMENT_OVERDUE, now),
  },
  keys_waiting: {
    says: "New keys of accounts and persons are not copied to the backup disk. See that it is mounted and has room.",
    so: ({ keys }: Known) => (keys?.waiting ?? 0) > MOST_WAITING,
  },
  keys_kept_too_long: {
    says: "A copy of keys is older than it may be, so a destroyed key lives on in it. Run npx castellan backup, and see that it drops what is expired.",
    so: ({ keys }: Known, now: number) =>
      keys !== null && older(keys.oldest, keys.keptFor + day, now),
  },
  drill_failed: {
    says: "The last rehearsal of a restore failed, so these backups may be worthless. Run npx castellan drill and read what it says.",
    so: ({ drill }: Known) => drill?.outcome === "failed",
  },
  drill_overdue: {
    says: "No restore was rehearsed for more than a month. Run npx castellan drill.",
    so: ({ passedAt, first }: Known, now: number) =>
      older(passedAt ?? first, DRILL_EVERY + 4 * day, now),
  },
  key_here: {
    says: "The private key of the backups has been on this machine for a week. Move it to two other places, and delete it here.",
    so: ({ state, first }: Known, now: number) =>
      (state?.keyHere ?? false) && older(first, 7 * day, now),
  },
  journal: {
    says: "The erasure journal does not have everything the database has permanently deleted. Put back the file, or its copy beside the backups.",
    so: ({ state }: Known) => state?.journalWhole === false,
  },
} satisfies Record<string, { says: string; so: (known: Known, now: number) => boolean }>;

export type AlarmKind = keyof typeof watched;

const older = (at: Date | null | undefined, than: number, now: number) =>
  at !== null && at !== undefined && now - at.getTime() > than;
const newestFull = (whole: Known["whole"]) => whole.find(({ kind }) => kind === "full");
const oldest = (whole: Known["whole"]) => whole.at(-1)!.endedAt;

/** What is wrong at this moment. */
export const alarmsAt = (known: Known, now: Date): AlarmKind[] =>
  (Object.keys(watched) as AlarmKind[]).filter((kind) => watched[kind].so(known, now.getTime()));

/** The sentence for an alarm, with what to do. */
export const sayAlarm = (kind: AlarmKind): string => watched[kind].says;

/** How long the state may be remembered by a process that only shows it. */
export const SHOWN_FOR = minute / 2;
