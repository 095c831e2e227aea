import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { listActivity } from "@/lib/activity/list-activity";
import type { ActivityPage, EventView } from "@/lib/activity/event";
import { castPassword } from "@/lib/cast/people";
import { visitor } from "@/lib/cast/testing";
import { testInstallation } from "@/lib/db/testing";
import { readEnv } from "@/lib/env";
import { ask } from "@/lib/gate/ask";
import type { Claim } from "@/lib/gate/claim";
import { execute } from "@/lib/gate/execute";
import { openSession } from "@/lib/sessions/open-session";
import { listUsers } from "@/lib/users/list-users";
import { demo } from "./demo";

describe("the demonstration", () => {
  const installation = testInstallation();
  let said: string[] = [];
  let olga: Claim;

  beforeAll(async () => {
    process.env.DATABASE_URL = installation.ownerUrl;
    said = await demo(readEnv(process.env));
    const { request } = visitor();
    const opened = await execute(openSession, visitor(), {
      email: "olga@example.test",
      password: castPassword,
    });
    if (!opened.ok) throw new Error(opened.says);
    olga = { kind: "session", token: opened.value.token, request };
  });
  afterAll(() => {
    delete process.env.DATABASE_URL;
  });

  test("fills an empty installation with the cast and some three hundred people, and says how to sign in", async () => {
    const people = await ask(listUsers, olga, {});
    if (!people.ok) throw new Error(people.says);
    expect(people.value.total).toBeGreaterThan(300);
    const [accounts] = await installation.owner<{ count: number }>(
      "select count(*)::int as count from accounts",
    );
    expect(accounts!.count).toBe(2);
    expect(said.join("\n")).toContain("olga@example.test");
    expect(said.join("\n")).toContain(castPassword);
  });

  test.each(["invited", "paused", "deleted"])("has people who are %s", async (status) => {
    const people = await ask(listUsers, olga, { status });
    expect(people.ok && people.value.total).toBeGreaterThan(5);
  });

  test.each(["ελενη", "王", "შ", "ni", "አ", "प्रिया"])("finds %s among them", async (q) => {
    const people = await ask(listUsers, olga, { q });
    expect(people.ok && people.value.total).toBeGreaterThan(0);
  });

  test("its activity reads well: every event has an actor, a name and a sentence without gaps", async () => {
    const events = await everyEvent(olga);
    expect(events.length).toBeGreaterThan(2_500);
    const oldest = events.at(-1)!;
    expect(oldest.sentence).toBe("Olga Owner set up the account Acme (demonstration)");
    for (const event of events) {
      expect(event.actor.name, event.action).toMatch(/\S/);
      expect(event.sentence).not.toMatch(/undefined|null|nothing|NaN|\[object/);
      expect(new Date(event.at).getTime()).toBeLessThan(Date.now());
    }
    for (const outcome of ["ok", "refused", "denied"])
      expect(events.some((event) => event.outcome === outcome)).toBe(true);
  });

  test("is told in order: nobody acts before they came, or after they were put into the bin", async () => {
    const events = (await everyEvent(olga)).toReversed();
    const present = new Set<string>();
    for (const { action, outcome, actor, object, sentence } of events) {
      if (action === "account.set_up" || action === "password.set") present.add(actor.id!);
      if (actor.kind === "user") expect(present.has(actor.id!), sentence).toBe(true);
      if (outcome === "ok" && ["user.delete", "user.pause", "user.leave"].includes(action))
        present.delete(object.id!);
      if (outcome === "ok" && ["user.restore", "user.resume"].includes(action))
        present.add(object.id!);
    }
  });

  test("refuses to touch an installation that is not empty, in one sentence", async () => {
    await expect(demo(readEnv(process.env))).rejects.toThrow(
      /has an account already.*CASTELLAN_DATA_DIR/,
    );
  });
});

async function everyEvent(claim: Claim): Promise<EventView[]> {
  const all: EventView[] = [];
  let cursor: string | undefined;
  do {
    const page = await ask(listActivity, claim, { limit: 100, ...(cursor && { cursor }) });
    if (!page.ok) throw new Error(page.says);
    const { data, nextCursor }: ActivityPage = page.value;
    all.push(...data);
    cursor = nextCursor ?? undefined;
  } while (cursor);
  return all;
}
