import { beforeAll } from "vitest";

import { inTransaction } from "@/lib/db/connection";
import { believe } from "@/lib/gate/believe";
import { type Claim, newRequestId, type RequestInfo } from "@/lib/gate/claim";
import { pageOf } from "@/lib/gate/drawn-for";
import { sessionClaim } from "@/lib/gate/from-request";
import { pageOfNobody } from "@/lib/sessions/drawn";
import { type OnStage, stageEveryone, stageSession } from "./stage";

export type Everyone = Awaited<ReturnType<typeof stageEveryone>>;
export type Name = Exclude<keyof Everyone, "accountId" | "nextDoorId">;

/** A request as it reaches the gate in tests. */
export const testRequest = (source: RequestInfo["source"] = "api"): RequestInfo => ({
  id: newRequestId(),
  source,
  ip: "203.0.113.7",
  userAgent: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
});

export const visitor = (): Claim => ({ kind: "visitor", request: testRequest() });

let strangers = 0;

/** A visitor from an address of their own, whom nobody else's tries slow down. */
export const stranger = (): Claim => {
  strangers += 1;
  const ip = `198.18.${Math.floor(strangers / 250)}.${1 + (strangers % 250)}`;
  return { kind: "visitor", request: { ...testRequest(), ip } };
};

/** The claim of someone on stage, in a fresh session. */
export const claimOf = async (user: OnStage): Promise<Claim> =>
  sessionClaim(await stageSession(user), testRequest());

/** What a page says that was drawn for a session as it is now. */
export const pageOfSession = (token: string): Promise<string> =>
  inTransaction(
    async (db) => pageOf(await believe(db, sessionClaim(token, testRequest()), false, "none")),
    "read",
  ).catch(() => pageOfNobody);

/** The claim of a program that comes with a key. */
export const keyClaim = (key: string, ip = "203.0.113.7"): Claim => ({
  kind: "key",
  key,
  request: { ...testRequest(), ip },
});

/** The whole cast on stage before the tests of a file, and a way to act as one of them. */
export function testCast() {
  let everyone: Everyone | undefined;
  beforeAll(async () => {
    everyone = await stageEveryone();
  });
  return {
    get people(): Everyone {
      return everyone!;
    },
    as: (name: Name): Promise<Claim> => claimOf(everyone![name]),
  };
}
