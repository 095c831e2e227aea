import { describe, expect, test } from "vitest";

import { listActivity } from "@/lib/activity/list-activity";
import { stranger, testRequest } from "@/lib/cast/testing";
import { testInstallation } from "@/lib/db/testing";
import { ask } from "@/lib/gate/ask";
import { execute } from "@/lib/gate/execute";
import { sessionClaim } from "@/lib/gate/from-request";
import { tokenIn } from "@/lib/mail/testing";
import { openSession } from "@/lib/sessions/open-session";
import { issueSetUpLink } from "./issue-set-up-link";
import { setUp } from "./set-up";

const { owner } = testInstallation();

const first = {
  account: "Acme",
  name: "Olga Owner",
  email: "olga@example.test",
  password: "seven otters under an umbrella",
};
const tokenOf = (link: string | null) => tokenIn(link ?? "")!;

describe("setting up an installation", () => {
  test("[V6.3.2] there is nobody in a fresh installation", async () => {
    expect(await owner("select from accounts")).toHaveLength(0);
    expect(await owner("select from persons")).toHaveLength(0);
    expect(await owner("select from users")).toHaveLength(0);
  });

  test("a weak password leaves the link alive, and a newer link kills the older", async () => {
    const older = tokenOf(await issueSetUpLink());
    const token = tokenOf(await issueSetUpLink());
    expect(await execute(setUp, stranger(), { ...first, token: older })).toMatchObject({
      code: "link_dead",
    });
    expect(
      await execute(setUp, stranger(), { ...first, token, password: "Olga Owner, Acme" }),
    ).toMatchObject({ code: "password_refused" });
    expect(await owner("select from accounts")).toHaveLength(0);
  });

  test("[V6.3.2] the link works once, also when ten use it at once, and there is no other after it", async () => {
    const token = tokenOf(await issueSetUpLink());
    const outcomes = await Promise.all(
      Array.from({ length: 10 }, (_, n) =>
        execute(setUp, stranger(), { ...first, token, email: `olga${n}@example.test` }),
      ),
    );
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    for (const outcome of outcomes) {
      if (!outcome.ok) expect(["link_dead", "already_set_up"]).toContain(outcome.code);
    }
    expect(await owner("select state, active_owner_count from accounts")).toEqual([
      { state: "active", active_owner_count: 1 },
    ]);
    expect(await owner("select from persons")).toHaveLength(1);
    expect(await issueSetUpLink()).toBeNull();

    const late = { ...first, token, email: "late@example.test" };
    expect(await execute(setUp, stranger(), late)).toMatchObject({ code: "already_set_up" });

    const winner = `olga${outcomes.findIndex(({ ok }) => ok)}@example.test`;
    const opened = await execute(openSession, stranger(), {
      email: winner,
      password: first.password,
    });
    if (!opened.ok) throw new Error(opened.code);
    const feed = await ask(listActivity, sessionClaim(opened.value.token, testRequest()), {});
    expect(feed.ok && feed.value.data.map(({ sentence }) => sentence)).toEqual([
      "Olga Owner signed in",
      "Olga Owner set up the account Acme",
    ]);
  });
});
