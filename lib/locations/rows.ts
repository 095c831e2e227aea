import { asc, desc } from "drizzle-orm";

import type { Database } from "@/lib/db/connection";
import { locations } from "@/lib/db/schema";
import type { LocationView } from "./location";

/** All locations there are, were and will be, as they stand at this moment. */
export async function readLocations(db: Database, now: Date): Promise<LocationView[]> {
  const rows = await db
    .select()
    .from(locations)
    .orderBy(asc(locations.what), desc(locations.since), asc(locations.id));
  return rows.map(({ announcedAt: _announced, since, until, ...row }) => ({
    ...row,
    since: since.toISOString(),
    until: until?.toISOString() ?? null,
    state: stateOf(since, until, now),
  }));
}

/** One that ends where it was to begin never came. */
function stateOf(since: Date, until: Date | null, now: Date): LocationView["state"] {
  if (until && until <= since) return "called off";
  if (since > now) return "planned";
  return until && until <= now ? "ended" : "current";
}
