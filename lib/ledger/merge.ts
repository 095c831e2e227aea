import type { Position } from "@/lib/lists/newest-first";
import { FIRST_ID, type Found, LAST_ID, type Line } from "./source";

/** Lines of one source in one account, under a name that breaks ties between sources. */
export type Stream = {
  name: string;
  read: (before: Position | null, limit: number) => Promise<Found>;
};

/** Where the merged list goes on: behind a line, or a depth that was looked through, of one stream. */
export type Mark = Position & { stream: string };

/**
 * A page of many lists as one, the newest first. Lines of one moment stand in the order of their streams' names, and of
 * their ids in one stream, so that a page goes on exactly where the last one ended. A line counts only when no stream can
 * still have a newer one: the page ends at the depth that all have been looked through to.
 *
 * @returns the lines with the stream each came from, and where to go on; null at the end of everything
 */
export async function merge(
  streams: readonly Stream[],
  after: Mark | null,
  limit: number,
): Promise<{ lines: { line: Line; stream: string }[]; next: Mark | null }> {
  const lines: { line: Line; stream: string }[] = [];
  let depth: Mark | null = null;
  for (const { name, read } of streams) {
    const { lines: found, reached } = await read(after && positionFor(name, after), limit + 1);
    lines.push(...found.map((line) => ({ line, stream: name })));
    if (!reached) continue;
    const mark = { ...reached, stream: name };
    if (!depth || isBefore(depth, mark)) depth = mark;
  }
  const sorted = lines.toSorted((a, b) => (isBefore(markOf(a), markOf(b)) ? 1 : -1));
  const sure = depth ? sorted.filter((one) => !isBefore(markOf(one), depth)) : sorted;
  const page = sure.slice(0, limit);
  if (sure.length > limit) return { lines: page, next: markOf(page.at(-1)!) };
  return { lines: page, next: depth };
}

const markOf = ({ line, stream }: { line: Line; stream: string }): Mark => ({
  at: line.exact,
  stream,
  id: line.id,
});

/** Whether `a` comes after `b` in the list. */
function isBefore(a: Mark, b: Mark): boolean {
  if (a.at !== b.at) return a.at < b.at;
  if (a.stream !== b.stream) return a.stream < b.stream;
  return a.id < b.id;
}

/** The place in one stream that a mark of any stream stands for. */
function positionFor(stream: string, { at, stream: marked, id }: Mark): Position {
  if (stream === marked) return { at, id };
  return { at, id: stream < marked ? FIRST_ID : LAST_ID };
}
