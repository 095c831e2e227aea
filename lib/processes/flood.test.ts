import { mkdtempSync, rmSync } from "node:fs";
import { Agent, request as ask } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { castPassword } from "@/lib/cast/people";
import { stageSession } from "@/lib/cast/stage";
import { testCast } from "@/lib/cast/testing";
import { testInstallation } from "@/lib/db/testing";
import { nextMessage, startProcess } from "./testing";

const { owner } = testInstallation();
const cast = testCast();

const dataDir = mkdtempSync(join(tmpdir(), "castellan-flood-"));
let service: Awaited<ReturnType<typeof startProcess>>;
let port: number;
beforeAll(async () => {
  service = await startProcess(new URL("./testing-service.ts", import.meta.url), {
    CASTELLAN_DATA_DIR: dataDir,
    CASTELLAN_TEST_PACE: "0.1",
  });
  ({ port } = await nextMessage<{ port: number }>(service));
});
afterAll(async () => {
  if (service.exitCode === null) service.kill("SIGKILL");
  rmSync(dataDir, { recursive: true, force: true });
});

const agent = new Agent({ keepAlive: true, maxSockets: Infinity });
type Answer = { status: number; retryAfter: string | undefined; body: string };

function send(
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body?: object,
): Promise<Answer> {
  const text = body ? JSON.stringify(body) : "";
  const sent = { ...headers, ...(body && { "content-type": "application/json" }) };
  return new Promise((done, failed) => {
    ask(
      {
        port,
        host: "127.0.0.1",
        method,
        path,
        agent,
        headers: { ...sent, "content-length": Buffer.byteLength(text) },
      },
      (answer) => {
        let said = "";
        answer.setEncoding("utf8").on("data", (part: string) => (said += part));
        answer.on("end", () =>
          done({
            status: answer.statusCode!,
            retryAfter: answer.headers["retry-after"],
            body: said,
          }),
        );
        answer.on("error", failed);
      },
    )
      .on("error", failed)
      .end(text);
  });
}

const countBy = (answers: Answer[]) => {
  const counted: Record<number, number> = {};
  for (const { status } of answers) counted[status] = (counted[status] ?? 0) + 1;
  return counted;
};

describe("[P22] [V15.1.3] [V15.2.2] under a flood", () => {
  const READERS = 120;
  const SIGN_INS = 12;

  test("of reads everyone signs in, health answers, and what is turned away is told so and logged", async () => {
    const token = await stageSession(cast.people.Adam);
    const bearer = { authorization: `Bearer ${token}` };
    let flooding = true;
    const answers: Answer[] = [];
    const readers = Array.from({ length: READERS }, async () => {
      while (flooding) {
        const answer = await send("GET", "/api/v1/users", bearer);
        answers.push(answer);
        if (answer.status === 503) await pause(50); // two seconds would be asked for
      }
    });
    const health: Answer[] = [];
    const probe = (async () => {
      while (flooding) {
        health.push(await send("GET", "/api/health"));
        await pause(50);
      }
    })();

    while (!answers.some(({ status }) => status === 503)) await pause(10);
    const people = [cast.people.Mia, cast.people.Olga, cast.people.Otto, cast.people.Aria];
    const signIns = await Promise.all(
      Array.from({ length: SIGN_INS }, (_, n) => {
        const { email } = people[n % people.length]!;
        const from = { "x-castellan-client-ip": `198.51.100.${n + 1}` };
        return send("POST", "/api/v1/sessions", from, { email, password: castPassword });
      }),
    );
    flooding = false;
    await Promise.all([...readers, probe]);

    expect(countBy(signIns)).toEqual({ 201: SIGN_INS });
    expect(Object.keys(countBy(health))).toEqual(["200"]);
    const { 200: answered = 0, 503: turnedAway = 0, ...others } = countBy(answers);
    expect(others).toEqual({});
    expect(answered).toBeGreaterThan(0);
    expect(turnedAway).toBeGreaterThan(0);
    const refused = answers.find(({ status }) => status === 503)!;
    expect(refused.retryAfter).toBe("2");
    expect(JSON.parse(refused.body)).toMatchObject({ code: "busy", status: 503 });

    const ended = new Promise((done) => service.once("exit", done));
    const metrics = await send("GET", "/api/metrics", {});
    expect(metrics.status).toBe(404);
    service.kill("SIGTERM");
    await ended;
    expect(
      await owner(
        `select operation, status, code, count(*)::int as n from api_calls
         where operation = 'user.list' group by 1, 2, 3 order by 2`,
      ),
    ).toEqual([
      { operation: "user.list", status: 200, code: null, n: answered },
      { operation: "user.list", status: 503, code: "busy", n: turnedAway },
    ]);
  }, 60_000);
});

describe("[V15.2.2] whoever sends slowly", () => {
  test("is hung up on, headers and bodies alike, while others are answered", async () => {
    service = await startProcess(new URL("./testing-service.ts", import.meta.url), {
      CASTELLAN_DATA_DIR: dataDir,
      CASTELLAN_TEST_PACE: "0.05",
    });
    ({ port } = await nextMessage<{ port: number }>(service));
    const slowly = (begin: string) =>
      new Promise<string>((closed) => {
        let said = "";
        const socket = connect(port, "127.0.0.1", () => socket.write(begin));
        const drip = setInterval(() => socket.writable && socket.write("x"), 100);
        socket.on("data", (data) => (said += data.toString()));
        socket.on("error", () => {});
        socket.on("close", () => {
          clearInterval(drip);
          closed(said);
        });
      });
    const start = "POST /api/v1/sessions HTTP/1.1\r\nhost: localhost\r\n";
    const hungUpOn = Promise.all([
      ...Array.from({ length: 20 }, () => slowly(`${start}x-slow: `)),
      ...Array.from({ length: 20 }, () =>
        slowly(`${start}content-type: application/json\r\ncontent-length: 5000\r\n\r\n{`),
      ),
    ]);
    expect((await send("GET", "/api/health")).status).toBe(200);
    const said = await hungUpOn;
    expect(said.filter((answer) => answer && !answer.startsWith("HTTP/1.1 408"))).toEqual([]);
    expect((await send("GET", "/api/health")).status).toBe(200);
  });
});
