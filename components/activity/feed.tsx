"use client";

import { Queries, read } from "@/components/query";
import { Timeline, withCursor } from "@/components/time/timeline";
import type { ActivityPage } from "@/lib/activity/event";

import { EventItem } from "./event-item";

/** Whose activity is shown, and which of it. */
export type ActivitySource = {
  path: "/activity" | "/me/activity" | "/users/{userId}/activity";
  userId?: string;
  query: string;
};

type Props = {
  /** the newest page, rendered by the server */
  first: ActivityPage;
  /** where older pages come from, with the filter and without a cursor */
  source: ActivitySource;
  jumps: boolean;
  traces: boolean;
};

/** Events by day, the newest first; older ones are added below. */
export function Feed({ first, source, jumps, traces }: Props) {
  return (
    <Queries>
      <Timeline
        key={JSON.stringify(source)}
        list={["activity", source]}
        first={first}
        readOn={(cursor, signal) => readActivity(source, cursor, signal)}
        idOf={(event) => event.id}
        show={(event, reader) => (
          <EventItem event={event} reader={reader} jumps={jumps} traces={traces} />
        )}
      />
    </Queries>
  );
}

/** Reads on from where a page ended. */
function readActivity(
  { path, userId, query }: ActivitySource,
  cursor: string,
  signal: AbortSignal,
): Promise<ActivityPage> {
  const asked = { query: withCursor(query, cursor) };
  if (path === "/users/{userId}/activity")
    return read(path, { ...asked, path: { userId: userId! } }, signal);
  return read(path, asked, signal);
}
