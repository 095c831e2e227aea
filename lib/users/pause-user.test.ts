import { describe, expect, test } from "vitest";

import { listActivity } from "@/lib/activity/list-activity";
import { testCast } from "@/lib/cast/testing";
import { testInstallation } from "@/lib/db/testing";
import { ask } from "@/lib/gate/ask";
import { execute } from "@/lib/gate/execute";
import { listUsers } from "./list-users";
import { pauseUser } from "./pause-user";

testInstallation();
const cast = testCast();
const { as } = cast;

describe("pausing a user", () => {
  test("[P15] [V7.4.2] ends their sessions: the very next request is refused", async () => {
    const mia = await as("Mia");
    const paused = await execute(pauseUser, await as("Adam"), {
      userId: cast.people.Mia.userId,
      reason: "on leave",
    });
    expect(paused).toMatchObject({ ok: true, value: { sessionsEnded: 1 } });
    expect(await ask(listUsers, mia, {})).toMatchObject({ ok: false, code: "unauthenticated" });
    const feed = await ask(listActivity, await as("Aria"), {});
    expect(feed).toMatchObject({
      ok: true,
      value: { data: [{ sentence: "Adam Admin paused Mia Member: on leave" }] },
    });
  });

  test("[P17] an administrator may not pause an owner, and the try is told", async () => {
    const refused = await execute(pauseUser, await as("Adam"), { userId: cast.people.Olga.userId });
    expect(refused).toMatchObject({ ok: false, code: "forbidden" });
    const feed = await ask(listActivity, await as("Aria"), { outcome: "denied" });
    expect(feed).toMatchObject({
      ok: true,
      value: { data: [{ outcome: "denied", object: { name: "Olga Owner" } }] },
    });
  });

  test("[V8.2.2] someone next door finds nobody", async () => {
    const refused = await execute(pauseUser, await as("Nora"), { userId: cast.people.Mia.userId });
    expect(refused).toMatchObject({ ok: false, code: "not_found" });
  });

  test("the last owner who can sign in cannot be paused", async () => {
    expect(
      await execute(pauseUser, await as("Olga"), { userId: cast.people.Otto.userId }),
    ).toMatchObject({ ok: true });
    expect(
      await execute(pauseUser, await as("Olga"), { userId: cast.people.Olga.userId }),
    ).toMatchObject({ ok: false, code: "forbidden" });
    const list = await ask(listUsers, await as("Olga"), { q: "OLG" });
    expect(list).toMatchObject({ ok: true, value: { total: 1, data: [{ name: "Olga Owner" }] } });
  });
});
