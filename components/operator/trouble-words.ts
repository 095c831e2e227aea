import type { Trouble } from "@/lib/backups/backup";

/** What went wrong with a backup or a drill, in a word or two. */
export const troubleWords: Record<string, string> = {
  no_backup: "No backup",
  disk_full: "Disk full",
  damaged: "Damaged",
  missing: "Something missing",
  wrong_key: "Wrong key",
  unsigned: "Not signed",
  tablespace: "Has tablespaces",
  not_archived: "Log not handed on",
  did_not_start: "Did not start",
  counts_differ: "Rows missing",
  under_way: "Another drill was running",
  no_answer: "No answer",
  tool: "pgBackRest failed",
  unexpected: "Failed",
} satisfies Record<Trouble, string>;
