import fc from "fast-check";
import type pg from "pg";
import { describe, expect, test } from "vitest";

import { createApi } from "@/lib/api/api";
import { stageKey } from "@/lib/cast/stage";
import { testCast } from "@/lib/cast/testing";
import { appPool } from "@/lib/db/connection";
import { testInstallation } from "@/lib/db/testing";
import { expected } from "./expected";

const { owner } = testInstallation();
const cast = testCast();

const codes = [
  ..."ECONNREFUSED ECONNRESET ECONNABORTED EPIPE ETIMEDOUT EHOSTUNREACH ENETUNREACH ENOTFOUND EAI_AGAIN".split(
    " ",
  ),
  ..."57P01 57P02 57P03 57P05 08000 08003 08006 25P03 53300 53200 53100 ENOSPC EDQUOT".split(" "),
];
const words = [
  "Connection terminated unexpectedly",
  "Connection terminated due to connection timeout",
  "timeout exceeded when trying to connect",
  "Client has encountered a connection error and is not queryable",
  "Query read timeout",
  "This socket has been ended by the other party",
];

describe("[V16.5.2] a database that cannot be reached", () => {
  test("is told as unavailable, however deep the cause is wrapped", () => {
    const lost = fc.oneof(
      fc.constantFrom(...codes).map((code) => Object.assign(new Error("x"), { code })),
      fc.constantFrom(...words).map((message) => new Error(message)),
    );
    fc.assert(
      fc.property(lost, fc.nat(4), (error, depth) => {
        let wrapped: Error = error;
        for (let n = 0; n < depth; n += 1) wrapped = new Error("Failed query", { cause: wrapped });
        expect(expected([], wrapped)).toMatchObject({
          code: "unavailable",
          extra: { retryAfter: expect.any(Number) },
        });
      }),
    );
    for (const bug of [new Error("x"), new TypeError("x"), { code: "ECONNRESET" }, "x", null])
      expect(expected([], bug).code).toBe("internal");
  });

  test("a connection cut anywhere in a change answers 503 with Retry-After, never 500", async () => {
    const { key } = await stageKey(cast.people.Adam);
    const api = createApi();
    const edit = (idempotencyKey?: string) =>
      api(
        new Request(`http://localhost:3000/api/v1/users`, {
          method: "POST",
          body: JSON.stringify({ email: `cut-${Math.random()}@example.test`, name: "Cut Off" }),
          headers: {
            authorization: `Bearer ${key}`,
            "content-type": "application/json",
            ...(idempotencyKey && { "idempotency-key": idempotencyKey }),
          },
        }),
        { ip: "203.0.113.7" },
      );
    expect((await edit()).status).toBe(201);

    const cut = cutAt();
    try {
      for (let statement = 1; statement < 60; statement += 1) {
        cut.at(statement);
        const answer = await edit(statement % 2 ? `cut-${statement}` : undefined);
        if (!cut.done()) break;
        const { code } = (await answer.json()) as { code?: string };
        expect([201, 503], `cut at statement ${statement}: ${code}`).toContain(answer.status);
        if (answer.status === 503) expect(answer.headers.get("retry-after")).toBe("5");
      }
    } finally {
      cut.stop();
    }
    expect((await edit()).status).toBe(201);
    expect((await owner("select 1 as one")).length).toBe(1);
  });
});

/** Cuts the connection of the application just before its nth statement. */
function cutAt() {
  let left = Infinity;
  const pool = appPool();
  const clients = new WeakSet<object>();
  const count = (client: pg.PoolClient) => {
    if (clients.has(client)) return;
    clients.add(client);
    const asked = client.query.bind(client) as (...given: unknown[]) => unknown;
    Object.assign(client, {
      query: (...given: unknown[]) => {
        left -= 1;
        if (left === 0)
          (
            client as unknown as { connection: { stream: { destroy(): void } } }
          ).connection.stream.destroy();
        return asked(...given);
      },
    });
  };
  pool.on("acquire", count);
  return {
    at: (statement: number) => (left = statement),
    done: () => left <= 0,
    stop() {
      left = Infinity;
      pool.off("acquire", count);
    },
  };
}
