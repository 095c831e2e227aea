import { type SQL, sql } from "drizzle-orm";

import { supportGrants } from "@/lib/db/schema";
import type { Placed, Position } from "@/lib/lists/newest-first";
import type { GrantRecord } from "./rows";

/** What comes after a position in a list of grants. */
export const behind = (after: Position | null): SQL | undefined =>
  after
    ? sql`(${supportGrants.requestedAt}, ${supportGrants.id}) < (${after.at}::timestamptz, ${after.id}::uuid)`
    : undefined;

/** A grant stands in a list at the moment it was asked for. */
export const placed = (row: GrantRecord): GrantRecord & Placed => ({ ...row, at: row.requestedAt });
