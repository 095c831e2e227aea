import { createServer, type Server } from "node:http";
import { mkdtempSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, expect, test, vi } from "vitest";

import { stageKey } from "@/lib/cast/stage";
import { testCast } from "@/lib/cast/testing";
import { testInstallation } from "@/lib/db/testing";
import { execute } from "@/lib/gate/execute";
import { killed, nextMessage, startProcess } from "@/lib/processes/testing";
import { createWebhook } from "@/lib/webhooks/create-webhook";
import { Receiver } from "@/lib/webhooks/testing";

const installation = testInstallation();
const cast = testCast();

type Sent = {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  attributes: unknown[];
};
type Export = {
  resourceSpans: { resource: unknown; scopeSpans: { scope: { name: string }; spans: Sent[] }[] }[];
};

const exports: Export[] = [];
const spans = () =>
  exports.flatMap(({ resourceSpans }) =>
    resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)),
  );

const dataDir = mkdtempSync(join(tmpdir(), "castellan-traces-"));
let collector: Server;
let there: Receiver;
let processes: Awaited<ReturnType<typeof startProcess>>[] = [];
let port: number;
beforeAll(async () => {
  there = await Receiver.start();
  const outcome = await execute(createWebhook, await cast.as("Adam"), {
    ...{ url: there.url, topics: ["user.edit"] },
  });
  if (!outcome.ok) throw new Error(outcome.code);
  collector = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (part: string) => (body += part));
    request.on("end", () => {
      if (request.url === "/v1/traces") exports.push(JSON.parse(body) as Export);
      response.writeHead(200, { "content-type": "application/json" }).end("{}");
    });
  });
  await new Promise<void>((ready) => collector.listen(0, "127.0.0.1", ready));
  const env = {
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${(collector.address() as AddressInfo).port}`,
    OTEL_SERVICE_NAME: "castellan-under-test",
    OTEL_BSP_SCHEDULE_DELAY: "100",
    CASTELLAN_DATA_DIR: dataDir,
  };
  const service = await startProcess(
    new URL("../processes/testing-service.ts", import.meta.url),
    env,
  );
  ({ port } = await nextMessage<{ port: number }>(service));
  const worker = await startProcess(new URL("../processes/worker.ts", import.meta.url), {
    ...env,
    DATABASE_URL: installation.ownerUrl,
  });
  processes = [service, worker];
});
afterAll(async () => {
  await Promise.all(processes.map(killed));
  collector.close();
  await there.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

test("[P40] where a collector is named, one trace leads from the call through the gate and the jobs to the webhook, and names nobody", async () => {
  const { Adam, Mia } = cast.people;
  const { key } = await stageKey(Adam);
  const answer = await fetch(`http://127.0.0.1:${port}/api/v1/users/${Mia.userId}`, {
    method: "PATCH",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: JSON.stringify({ title: "Traced painter" }),
  });
  expect(answer.status).toBe(200);
  await vi.waitUntil(() => spans().some(({ name }) => name === "job deliver"), {
    timeout: 25_000,
    interval: 50,
  });
  await vi.waitUntil(() => spans().some(({ name }) => name.startsWith("PATCH ")), {
    timeout: 5_000,
  });

  const call = spans().find(({ name }) => name === "PATCH /users/{userId}")!;
  const trace = spans().filter(({ traceId }) => traceId === call.traceId);
  const parentOf = (child: string) => {
    const { parentSpanId } = trace.find(({ name }) => name === child)!;
    return trace.find(({ spanId }) => spanId === parentSpanId)?.name;
  };
  expect(call.parentSpanId).toBeFalsy();
  expect(parentOf("gate user.edit")).toBe("PATCH /users/{userId}");
  expect(parentOf("authenticate")).toBe("gate user.edit");
  expect(parentOf("run")).toBe("gate user.edit");
  expect(trace.some(({ name }) => name === "commit")).toBe(true);
  expect(parentOf("job deliver")).toBe("job fan_out");
  expect(parentOf("webhook attempt")).toBe("job deliver");

  const told = JSON.stringify(exports);
  expect(told).toContain("castellan-under-test");
  expect(told).toContain(answer.headers.get("x-request-id"));
  expect(told).not.toMatch(new RegExp(`painter|mia|adam|${key}|${Mia.userId}|${there.url}`, "i"));
});
