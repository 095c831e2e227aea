import { afterAll, beforeAll, expect, test } from "vitest";

import { stageStaff, type StaffOnStage } from "@/lib/cast/stage";
import { stageInside } from "@/lib/cast/stage-support";
import { testCast } from "@/lib/cast/testing";
import { testInstallation } from "@/lib/db/testing";
import { execute } from "@/lib/gate/execute";
import { killed, nextMessage, startProcess } from "@/lib/processes/testing";
import { endAccess } from "./end-access";
import type { Looked } from "./looker";

const { owner } = testInstallation();
const cast = testCast();

let sam: StaffOnStage;
let looker: Awaited<ReturnType<typeof startProcess>>;
beforeAll(async () => {
  sam = await stageStaff("Sam Support", "sam@staff.test", ["support"]);
  looker = await startProcess(new URL("./looker.ts", import.meta.url));
  await nextMessage(looker);
});
afterAll(() => killed(looker));

const FIVE_SECONDS = 5_000;

/** What another process of the product gets to see while the access is ended here; no worker runs anywhere. */
async function whileEnding(end: (grantId: string) => Promise<unknown>) {
  const { accountId, Mia } = cast.people;
  const { token, grantId } = await stageInside(accountId, sam, { nouns: ["users"], mode: "act" });
  looker.send({ token, userId: Mia.userId });
  await nextMessage(looker); // it is in the middle of it
  await end(grantId);
  const endedAt = Date.now();
  let looked = await nextMessage<Looked | string>(looker);
  while (typeof looked === "string") looked = await nextMessage<Looked | string>(looker);
  return { grantId, endedAt, looked };
}

const ends = {
  "an owner ends it": async (grantId: string) =>
    expect(await execute(endAccess, await cast.as("Olga"), { grantId })).toMatchObject({
      ok: true,
    }),
  "its time is over": (grantId: string) =>
    owner(
      "update support_grants set starts_at = now() - interval '1 hour', ends_at = clock_timestamp() where id = $1",
      [grantId],
    ),
};

test.each(Object.entries(ends))(
  "[P50] when %s, what is under way in another process is refused from the very next request on",
  async (_when, end) => {
    const { grantId, endedAt, looked } = await whileEnding(end);
    expect(looked.filter(({ code }) => code === "ok").length).toBeGreaterThan(20);
    expect(new Set(looked.map(({ code }) => code))).toEqual(new Set(["ok", "grant_ended"]));
    const late = looked.filter(({ begunAt, code }) => code === "ok" && begunAt > endedAt);
    expect(late).toEqual([]);
    const last = looked.filter(({ code }) => code === "ok").at(-1)!;
    expect(last.begunAt - endedAt).toBeLessThan(FIVE_SECONDS);

    // Everything that was answered is on record, and nothing was done after the end.
    const [steps] = await owner<{ n: number }>(
      "select count(*)::int as n from support_looks where grant_id = $1",
      [grantId],
    );
    expect(steps!.n).toBe(looked.filter(({ code }) => code === "ok").length);
  },
);
