import type { Database } from "@/lib/db/connection";
import { makeCursor, readCursor } from "@/lib/lists/cursor";
import type { LedgerFilter, LedgerLine, LedgerPage } from "./ledger";
import { type Mark, merge, type Stream } from "./merge";
import type { Source } from "./source";
import { sources } from "./sources/all";

/** The sources a filter leaves. */
export const sourcesFor = ({ kind }: Pick<LedgerFilter, "kind">): Source[] =>
  kind ? [sources[kind]] : Object.values(sources);

/** A page of streams merged, behind a signed cursor. */
export async function pageOf(
  db: Database,
  bound: string,
  streams: readonly Stream[],
  { cursor, limit }: Pick<LedgerFilter, "cursor" | "limit">,
): Promise<{ found: { line: LedgerLine; stream: string }[] } & Omit<LedgerPage, "data">> {
  const after = cursor ? (JSON.parse(await readCursor(db, bound, cursor)) as Mark) : null;
  const { lines, next } = await merge(streams, after, limit);
  return {
    found: lines.map(({ line: { exact: _exact, ...line }, stream }) => ({ line, stream })),
    nextCursor: next && (await makeCursor(db, bound, JSON.stringify(next))),
    searchedTo: next && lines.length < limit ? new Date(next.at).toISOString() : null,
  };
}
