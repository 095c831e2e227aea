import type { z } from "zod";

import type { Database } from "@/lib/db/connection";
import type { Origin } from "@/lib/sessions/origin";
import { originPlace } from "@/lib/traffic/line";
import { accountVault } from "@/lib/vault/keyring";
import { TakeOutCall } from "@/lib/exports/format";
import type { OfAccount } from "./of-account";
import { countOf, PAGE, pagesOf } from "./section";

type CallRecord = {
  at: Date;
  exact: string;
  request_id: string;
  actor_kind: string;
  actor_id: string | null;
  key_id: string | null;
  source: string;
  method: string;
  route: string;
  operation: string | null;
  status: number;
  code: string | null;
  duration: number;
  bytes_in: number;
  bytes_out: number;
  origin: Buffer | null;
};

/** Calls of an account, or those of one user, from the oldest that is kept. */
export async function* readCalls(
  db: Database,
  accountId: string,
  actorId?: string,
): AsyncGenerator<z.infer<typeof TakeOutCall>[]> {
  const vault = await accountVault(db, accountId);
  const page = async (after: CallRecord | null) => {
    const { rows } = await db.$client.query<CallRecord>(
      `select at, at::text as exact, request_id, actor_kind, actor_id, key_id, source, method, route, operation, status,
         code, duration, bytes_in, bytes_out, origin from api_calls
       where account_id = $1 and at >= $2 and (at, request_id) > ($2::timestamptz, $3::uuid)
         ${actorId ? "and actor_id = $4" : ""} order by at, request_id limit ${PAGE}`,
      [
        accountId,
        after?.exact ?? "-infinity",
        after?.request_id ?? "00000000-0000-0000-0000-000000000000",
        ...(actorId ? [actorId] : []),
      ],
    );
    return rows;
  };
  for await (const rows of pagesOf(page)) {
    yield rows.map((row) => {
      const origin =
        row.origin && vault.openJson<Origin | null>(originPlace(row.request_id), row.origin);
      return {
        requestId: row.request_id,
        at: row.at.toISOString(),
        actorKind: row.actor_kind,
        actorId: row.actor_id,
        keyId: row.key_id,
        source: row.source,
        method: row.method,
        route: row.route,
        operation: row.operation,
        status: row.status,
        code: row.code,
        durationMs: row.duration / 1_000,
        bytesIn: row.bytes_in,
        bytesOut: row.bytes_out,
        ip: origin?.ip ?? null,
        place: origin?.place ?? null,
        browser: origin?.browser ?? null,
      };
    });
  }
}

/** Every call of the API, for as many days as calls are kept. */
export const apiCalls: OfAccount<typeof TakeOutCall> = {
  name: "api-calls",
  about: "Calls of the API, as long as calls are kept.",
  shape: TakeOutCall,
  count: ({ db, whose: { accountId } }) => countOf(db, "api_calls", accountId),
  async *read({ db, whose: { accountId } }) {
    yield* readCalls(db, accountId);
  },
};
