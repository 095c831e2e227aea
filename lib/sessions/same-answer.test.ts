import { describe, expect, test } from "vitest";

import { createApi } from "@/lib/api/api";
import { castPassword, acme } from "@/lib/cast/people";
import { stageUser } from "@/lib/cast/stage";
import { testCast } from "@/lib/cast/testing";
import { appPool, inTransaction } from "@/lib/db/connection";
import { testInstallation } from "@/lib/db/testing";
import { hashed } from "@/lib/passwords/check";

const { owner } = testInstallation();
const cast = testCast();

const ROUNDS = 60;
const wrong = "this is not the password";

/** Who may try, and with what: nobody can tell these apart from outside. */
const classes = {
  "unknown address": ["nobody@example.test", wrong],
  "wrong password": [acme.Mia.email, wrong],
  invited: [acme.Ivo.email, wrong],
  "paused, right password": [acme.Pia.email, castPassword],
  "deleted, right password": ["dan@example.test", castPassword],
} as const;
type Class = keyof typeof classes;

/** Every statement the application sends, while `work` runs. */
async function statements(work: () => Promise<unknown>): Promise<string[]> {
  const sent: string[] = [];
  const pool = appPool();
  const connect = pool.connect.bind(pool);
  pool.connect = (async () => {
    const client = await connect();
    const query = client.query.bind(client);
    const release = client.release.bind(client);
    client.query = ((...asked: [string | { text: string }]) => {
      sent.push(typeof asked[0] === "string" ? asked[0] : asked[0].text);
      return (query as (...all: unknown[]) => unknown)(...asked);
    }) as typeof query;
    client.release = (broken) => {
      Object.assign(client, { query, release });
      release(broken);
    };
    return client;
  }) as typeof pool.connect;
  try {
    await work();
  } finally {
    pool.connect = connect;
  }
  return sent;
}

describe("[V6.3.8] a sign-in that fails", () => {
  const api = createApi();
  let tries = 0;
  const tryIn = async (who: Class) => {
    const [email, password] = classes[who];
    tries += 1;
    const response = await api(
      new Request("http://localhost:3000/api/v1/sessions", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ email, password }),
      }),
      { ip: `198.19.${Math.floor(tries / 250)}.${tries % 250}` },
    );
    const { requestId, ...body } = (await response.json()) as { requestId: string };
    return {
      status: response.status,
      headers: [...response.headers.keys()].toSorted(),
      body: JSON.stringify(body),
      requestId,
    };
  };
  const forget = () => owner("delete from limits");

  test("is answered alike, byte for byte, after the same work", async () => {
    await inTransaction(async (db) =>
      stageUser(
        db,
        cast.people.accountId,
        { name: "Dan Deleted", email: "dan@example.test", role: "user", status: "deleted" },
        await hashed(castPassword),
      ),
    );
    await tryIn("wrong password"); // keys are read once

    const answers = new Map<Class, object>();
    const work = new Map<Class, string[]>();
    for (const who of Object.keys(classes) as Class[]) {
      await forget();
      work.set(
        who,
        await statements(async () => {
          const { requestId: _own, ...answer } = await tryIn(who);
          answers.set(who, answer);
        }),
      );
    }
    for (const who of Object.keys(classes) as Class[]) {
      expect(answers.get(who), who).toEqual(answers.get("wrong password"));
      expect(work.get(who), who).toEqual(work.get("wrong password"));
    }
    expect(answers.get("wrong password")).toMatchObject({ status: 401 });
    expect(work.get("wrong password")!.length).toBeGreaterThan(5);
  });

  test("takes the same time: the figures are printed, and too noisy here to be judged", async () => {
    const times = new Map<Class, number[]>();
    const order = Object.keys(classes) as Class[];
    for (let round = 0; round < ROUNDS; round++) {
      await forget();
      for (const who of round % 2 ? order : order.toReversed()) {
        const started = performance.now();
        await tryIn(who);
        if (round >= 5) times.set(who, [...(times.get(who) ?? []), performance.now() - started]);
      }
    }
    const base = times.get("wrong password")!;
    const told = order
      .filter((who) => who !== "wrong password")
      .map((who) => `${who} |t| = ${Math.abs(welch(times.get(who)!, base)).toFixed(2)}`);
    console.info(`sign-in against a wrong password: ${told.join(", ")}`);
    expect(told).toHaveLength(4);
    for (const of of times.values()) expect(of).toHaveLength(ROUNDS - 5);
  });
});

/** Welch's t on the logarithms: how far two sets of times are apart, in their own noise. */
function welch(a: number[], b: number[]): number {
  const [x, y] = [moments(a), moments(b)];
  return (x.mean - y.mean) / Math.sqrt(x.variance / a.length + y.variance / b.length);
}

function moments(values: number[]) {
  const logs = values.map(Math.log);
  const mean = logs.reduce((sum, one) => sum + one, 0) / logs.length;
  const variance = logs.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (logs.length - 1);
  return { mean, variance };
}
