import { Socket } from "node:net";
import { describe, expect, test, vi } from "vitest";

import { listActivity } from "@/lib/activity/list-activity";
import { stageKey } from "@/lib/cast/stage";
import { keyClaim, testCast } from "@/lib/cast/testing";
import { ask } from "@/lib/gate/ask";
import { execute } from "@/lib/gate/execute";
import type { Claim } from "@/lib/gate/claim";
import { editUser } from "@/lib/users/edit-user";
import { listUsers } from "@/lib/users/list-users";
import { testInstallation } from "./testing";

testInstallation();
const cast = testCast();

/** Packets that are sent to the database while the work is done; the COMMIT of a question is one nobody waits for. */
async function packets(work: () => Promise<{ ok: boolean }>): Promise<number> {
  await new Promise(setImmediate); // an earlier COMMIT is on its way
  const whole = vi.spyOn(Socket.prototype, "_write");
  const several = vi.spyOn(Socket.prototype, "_writev" as "_write");
  try {
    expect(await work()).toMatchObject({ ok: true });
    await new Promise(setImmediate);
    return whole.mock.calls.length + several.mock.calls.length;
  } finally {
    whole.mockRestore();
    several.mockRestore();
  }
}

describe("packets to the database", () => {
  test.each([
    ["a page of users", (claim: Claim) => ask(listUsers, claim, {})],
    ["a search for users", (claim: Claim) => ask(listUsers, claim, { q: "ot" })],
    ["a page of activity", (claim: Claim) => ask(listActivity, claim, {})],
  ])("%s takes two, and one to let go", async (_what, question) => {
    const adam = await cast.as("Adam");
    await question(adam); // opens the directory, the keys and the connection
    expect(await packets(() => question(adam))).toBe(3);
  });

  test("a program with a key and address ranges is served in as many", async () => {
    const { key } = await stageKey(cast.people.Adam, { networks: ["203.0.113.0/24"] });
    const question = () => ask(listUsers, keyClaim(key), {});
    await question(); // notes its use, which it does again a minute later
    await new Promise((rested) => setTimeout(rested, 300));
    expect(await packets(question)).toBe(3);
  });

  test("an edit takes seven, with the user read again for the answer", async () => {
    const adam = await cast.as("Adam");
    const edit = (title: string) =>
      execute(editUser, adam, { userId: cast.people.Mia.userId, title });
    await edit("Painter");
    expect(await packets(() => edit("Sculptor"))).toBe(7);
  });
});
