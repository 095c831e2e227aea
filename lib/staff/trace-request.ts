import { z } from "zod";

import { call } from "@/lib/db/scope";
import { NOBODY } from "@/lib/db/schema/traffic";
import { command, type Left } from "@/lib/gate/command";
import type { StaffActor } from "@/lib/policy/actor";
import { Reason, Trace } from "./looks";
import { toldOfLook } from "./tell-look";

type Hop = "call" | "event" | "letter" | "delivery" | "attempt";
type Row = { hop: Hop; account_id: string | null; at: Date; facts: Record<string, unknown> };

/**
 * From the id a customer quotes to everything the request has led to: the call, what was done, letters, deliveries and
 * their attempts, as names, states and times (P40). It is a look, told in every account the request has to do with; one
 * that finds nothing stands in the log of the installation alone.
 */
export const traceRequest = command("traffic.trace", {
  input: z.strictObject({ requestId: z.uuid("This is not a request id."), reason: Reason }),
  output: Trace,
  refuses: [],
  async run({ db, me, input: { requestId, reason } }) {
    const rows = await call<Row>(db, "trace_request", requestId);
    const of = (hop: Hop) => rows.filter((row) => row.hop === hop).map(hopView);
    const accounts = [...new Set(rows.map(({ account_id: id }) => id).filter(isAccount))];
    const told: Left[] = [];
    for (const id of accounts) told.push(...toldOfLook(id, { reason, requestId }));
    const { staffId, name } = me as StaffActor;
    return {
      value: Trace.parse({
        requestId,
        accounts,
        calls: of("call"),
        events: of("event"),
        letters: of("letter"),
        deliveries: of("delivery"),
        attempts: of("attempt"),
      }),
      told: told.length
        ? told
        : { logged: { id: staffId, name }, particulars: { reason, requestId, found: false } },
    };
  },
});

const isAccount = (id: string | null): id is string => id !== null && id !== NOBODY;

/** A row of the database as it leaves the server: microseconds become milliseconds, and moments are told alike. */
function hopView({ account_id: accountId, at, facts }: Row) {
  const { duration, endpointId, sentAt, nextAt, ...rest } = facts;
  return {
    at: at.toISOString(),
    accountId: isAccount(accountId) ? accountId : null,
    ...rest,
    ...(duration !== undefined && { durationMs: Number(duration) / 1_000 }),
    ...(endpointId !== undefined && { webhookId: endpointId }),
    ...(sentAt !== undefined && { sentAt: moment(sentAt) }),
    ...(nextAt !== undefined && { nextAt: moment(nextAt) }),
  };
}

const moment = (at: unknown) => (at === null ? null : new Date(String(at)).toISOString());
