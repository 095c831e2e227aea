import pino from "pino";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";

import { stageSession } from "@/lib/cast/stage";
import { pageOfSession, testCast } from "@/lib/cast/testing";
import { testInstallation } from "@/lib/db/testing";
import { execute } from "@/lib/gate/execute";
import { killed, startProcess } from "@/lib/processes/testing";
import { pageHeader } from "@/lib/sessions/drawn";
import { log } from "@/lib/log";
import { inviteUsersAction } from "@/lib/users/actions";
import { createWebhook } from "@/lib/webhooks/create-webhook";
import { Receiver } from "@/lib/webhooks/testing";

const browser = vi.hoisted(() => ({
  headers: new Headers({ origin: "http://localhost:3000", "x-castellan-client-ip": "203.0.113.7" }),
  cookie: "",
}));
vi.mock("next/headers", () => ({
  headers: async () => browser.headers,
  cookies: async () => ({
    get: (name: string) => (name === "castellan-session" ? { value: browser.cookie } : undefined),
  }),
}));

const installation = testInstallation();
const { owner } = installation;
const cast = testCast();

type Line = { process: string; msg: string; requestId?: string } & Record<string, unknown>;

/** What this process logs meanwhile. */
const lines: Line[] = [];
beforeAll(() => {
  log.level = "info";
  const stream = (log as unknown as Record<symbol, { write(line: string): void }>)[
    pino.symbols.streamSym
  ]!;
  vi.spyOn(stream, "write").mockImplementation((line) => void lines.push(JSON.parse(line) as Line));
});

let there: Receiver;
let worker: Awaited<ReturnType<typeof startProcess>>;
beforeAll(async () => {
  there = await Receiver.start();
  const outcome = await execute(createWebhook, await cast.as("Adam"), {
    ...{ url: there.url, topics: ["user.invite"] },
  });
  if (!outcome.ok) throw new Error(outcome.code);
  worker = await startProcess(new URL("../processes/worker.ts", import.meta.url), {
    DATABASE_URL: installation.ownerUrl,
    CASTELLAN_PROCESS: "worker",
  });
});
afterAll(async () => {
  await killed(worker);
  await there.stop();
});

describe("[P40] one request id", () => {
  test("[V16.2.1] leads from a click in the panel to the activity, the letter, its job, the webhook and every line of the log", async () => {
    browser.cookie = await stageSession(cast.people.Adam);
    browser.headers.set(pageHeader, await pageOfSession(browser.cookie));
    lines.length = 0;
    const outcome = await inviteUsersAction({
      emails: ["fay@example.test"],
      name: "Fay Follow",
      role: "user",
    });
    expect(outcome).toMatchObject({ ok: true });
    const [event] = await owner<{ request_id: string; source: string }>(
      "select request_id, source from activity where action = 'user.invite'",
    );
    const requestId = event!.request_id;
    expect(event!.source).toBe("panel");

    await vi.waitUntil(
      async () =>
        there.received.length > 0 &&
        (await owner("select from webhook_attempts")).length > 0 &&
        (await owner("select from letters where state = 'sent'")).length > 0 &&
        (await owner("select from graphile_worker.jobs where run_at <= now()")).length === 0,
      { timeout: 25_000, interval: 50 },
    );
    const ids = async (table: string) =>
      (await owner<{ request_id: string }>(`select request_id from ${table}`)).map(
        (row) => row.request_id,
      );
    expect(await ids("letters")).toEqual([requestId]);
    expect(await ids("webhook_messages")).toEqual([requestId]);
    expect(await ids("webhook_attempts")).toEqual([requestId]);
    expect(JSON.parse(there.received[0]!.body)).toMatchObject({ requestid: requestId });

    expect(lines).toEqual([
      expect.objectContaining({
        msg: "command",
        command: "user.invite",
        source: "panel",
        requestId,
      }),
    ]);
    const told = worker
      .said()
      .split("\n")
      .filter((line) => line.startsWith("{"))
      .map((line) => JSON.parse(line) as Line)
      .filter((line) => line.requestId === requestId);
    const jobs = told
      .filter(({ msg }) => msg === "job")
      .map(({ task, outcome }) => `${String(task)} ${String(outcome)}`);
    expect(jobs.toSorted()).toEqual(["deliver done", "fan_out done", "send_letter done"]);
    expect(told.filter(({ msg }) => msg === "webhook attempt")).toHaveLength(1);
    expect(JSON.stringify([...lines, ...told])).not.toMatch(/fay/i);
  });
});
