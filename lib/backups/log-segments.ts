import { BackupError } from "./backup";

/** A piece of PostgreSQL's write-ahead log, by its name: timeline, and where in the log it starts. */
export const isSegment = (name: string) => /^[0-9A-F]{24}$/.test(name);
/** Where a timeline branched off; a restore makes one. */
export const isHistory = (name: string) => /^[0-9A-F]{8}\.history$/.test(name);

export const timelineOf = (segment: string) => Number.parseInt(segment.slice(0, 8), 16);

export function nextSegment(name: string, segmentBytes: number): string {
  const perFile = 0x1_0000_0000 / segmentBytes;
  const at =
    Number.parseInt(name.slice(8, 16), 16) * perFile + Number.parseInt(name.slice(16), 16) + 1;
  return name.slice(0, 8) + hex(Math.floor(at / perFile)) + hex(at % perFile);
}

const hex = (n: number) => n.toString(16).toUpperCase().padStart(8, "0");

/**
 * The segments from one on, without a gap.
 * @throws BackupError `missing` for the first that should be there and is not
 */
export function unbroken(
  names: string[],
  from: string,
  to: string,
  segmentBytes: number,
): string[] {
  const there = new Set(names);
  const found: string[] = [];
  for (let name = from; ; name = nextSegment(name, segmentBytes)) {
    if (!there.has(name)) {
      if (name > to) return found;
      throw new BackupError(
        "missing",
        `The piece ${name} of the write-ahead log is missing: nothing after it can be restored. Make a new full with npx castellan backup.`,
      );
    }
    found.push(name);
  }
}

/** The newest segment of a timeline that is there at all, also behind a gap. */
export function newestOf(names: string[], timeline: number): string | undefined {
  return names
    .filter((name) => isSegment(name) && timelineOf(name) === timeline)
    .toSorted()
    .at(-1);
}
