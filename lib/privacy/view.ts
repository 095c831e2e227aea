import type { Database } from "@/lib/db/connection";
import type { ErasureRequest } from "./privacy";
import { openTexts, type RequestRecord } from "./rows";

/** A request as it leaves the server. */
export async function requestView(
  db: Database,
  request: RequestRecord,
  late: boolean,
): Promise<ErasureRequest> {
  const { id, requestedAt, dueAt, lapsedAt, answeredAt, outcome } = request;
  return {
    id,
    requestedAt: requestedAt.toISOString(),
    dueAt: dueAt.toISOString(),
    state: outcome ?? (late ? "overdue" : "open"),
    lapsedAt: lapsedAt?.toISOString() ?? null,
    answeredAt: answeredAt?.toISOString() ?? null,
    ...(await openTexts(db, request)),
  };
}
