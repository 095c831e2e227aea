import { statfsSync } from "node:fs";

import type { Env } from "@/lib/env";

/** Bytes on the disk that a directory is on. */
export type Room = { free: number; total: number };

/** The room on the disks that backups need; null where the directory is not there. */
export type Disks = { data: Room | null; backups: Room | null };

export const disksOf = ({ dataDir, backupDir }: Env): Disks => ({
  data: roomAt(dataDir),
  backups: backupDir ? roomAt(backupDir) : null,
});

function roomAt(directory: string): Room | null {
  try {
    const { bavail, blocks, bsize } = statfsSync(directory);
    return { free: bavail * bsize, total: blocks * bsize };
  } catch {
    return null;
  }
}

const LEAST = 5 * 2 ** 30;

/** Less than a tenth is left, and less than 5 GiB. */
export const isLow = (room: Room | null): boolean =>
  room !== null && room.free < Math.min(LEAST, room.total / 10);
