import { randomUUID } from "node:crypto";

import type { EventSource } from "@/lib/activity/event";
import type { Actor } from "@/lib/policy/actor";

/** Where a request came from, as the entry point saw it. */
export type RequestInfo = {
  id: string;
  source: EventSource;
  /** the client's address as the edge or our own server saw it */
  ip: string | null;
  userAgent: string | null;
  /** who it turned out to be: noted by the gate once it believed the claim, read by whoever logs the request */
  caller?: Actor;
};

/** What an entry point says on someone's behalf. The gate believes none of it before it looked. */
export type Claim =
  | {
      kind: "session";
      token: string;
      /** for whom the page was drawn that asks (`pageOf`); absent where a program or the drawing of a page asks */
      page?: string;
      request: RequestInfo;
    }
  | { kind: "key"; key: string; request: RequestInfo }
  | { kind: "visitor"; request: RequestInfo }
  | { kind: "job"; accountId: string | null; request: RequestInfo }
  | { kind: "operator"; accountId: string | null; request: RequestInfo };

export const newRequestId = () => randomUUID();

/** A job of the installation, in one account or in none; on behalf of an earlier request where there was one. */
export const jobClaim = (accountId: string | null, request?: RequestInfo): Claim => ({
  kind: "job",
  accountId,
  request: request ?? { id: newRequestId(), source: "job", ip: null, userAgent: null },
});

export const operatorClaim = (accountId: string | null): Claim => ({
  kind: "operator",
  accountId,
  request: { id: newRequestId(), source: "cli", ip: null, userAgent: null },
});
