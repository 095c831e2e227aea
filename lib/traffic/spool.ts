import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  unlinkSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";

import { hour } from "@/lib/clock";

/** A closed file of the spool, whose lines may be stored and which is then removed. */
export type Segment = { path: string; lines: string[] };

const OPEN = ".open";
const CLOSED = ".ndjson";

/** Nobody living leaves an open segment alone for so long. */
const ABANDONED = hour;

/**
 * Lines that are on their way into the database, in files on this machine. A line is handed to the system before the
 * answer it tells of leaves, so it outlives this process, however that ends (P36). One process writes one open segment;
 * what a dead one left behind is taken over by whoever looks next.
 *
 * @param folder where the segments are; made when it is not there
 */
export function openSpool(folder: string) {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  let file: { path: string; descriptor: number; lines: string[] } | null = null;
  let made = 0;

  /** Appends one line. Throws when the disk does not take it. */
  function append(line: string): void {
    file ??= openSegment();
    writeSync(file.descriptor, `${line}\n`);
    file.lines.push(line);
  }

  function openSegment() {
    made += 1;
    const path = join(folder, `${process.pid}-${Date.now()}-${made}${OPEN}`);
    return { path, descriptor: openSync(path, "wx", 0o600), lines: [] };
  }

  /** Closes what is being written; null when nothing was. */
  function cut(): Segment | null {
    if (!file) return null;
    const { path, descriptor, lines } = file;
    file = null;
    closeSync(descriptor);
    const closed = path.replace(/\.open$/, CLOSED);
    try {
      renameSync(path, closed);
    } catch (error) {
      // Whoever took us for dead has stored what was there; storing it again stores it once.
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    }
    return { path: closed, lines };
  }

  /** Segments nobody holds any more: those of dead processes, and closed ones that were never stored. */
  function leftovers(held: ReadonlySet<string>): Segment[] {
    const found: Segment[] = [];
    for (const name of readdirSync(folder).toSorted()) {
      const path = join(folder, name);
      if (held.has(path) || path === file?.path) continue;
      if (name.endsWith(CLOSED) || (name.endsWith(OPEN) && !isBeingWritten(path, name))) {
        found.push({ path, lines: linesOf(path) });
      }
    }
    return found;
  }

  return { append, cut, leftovers, waiting: () => bytesIn(folder) };
}

/** What is stored needs no file any more. Someone else may have been faster: storing twice stores once. */
export function remove({ path }: Segment): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
}

/** Keeps lines of a segment that cannot be stored for a person to look at. */
export function setAside({ path }: Segment, lines: readonly string[]): string {
  const aside = `${path}.unreadable`;
  writeFileSync(aside, lines.map((line) => `${line}\n`).join(""), { mode: 0o600 });
  return aside;
}

/** A line that was cut off by a kill is not one: its call was never answered. */
function linesOf(path: string): string[] {
  const text = readFileSync(path, "utf8");
  return text
    .slice(0, text.lastIndexOf("\n") + 1)
    .split("\n")
    .filter(Boolean);
}

/**
 * Whether a living process has it. A number alone does not tell: after a restart of the machine anything may have it. Who is
 * alive cuts its segment every second, and one that was held up loses nothing when it is taken for dead (see `cut`).
 */
const isBeingWritten = (path: string, name: string): boolean =>
  isAlive(Number(name.split("-")[0])) &&
  Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0) < ABANDONED;

function isAlive(pid: number): boolean {
  if (pid === process.pid) return false; // ours is known by its path; this one was of another life
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function bytesIn(folder: string): number {
  return readdirSync(folder)
    .filter((name) => name.endsWith(OPEN) || name.endsWith(CLOSED))
    .reduce(
      (sum, name) => sum + (statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0),
      0,
    );
}
