import { describe, expect, test } from "vitest";

import { newKey } from "@/lib/api-keys/token";
import { createApi } from "@/lib/api/api";
import { castPassword, acme } from "@/lib/cast/people";
import { stageKey, stageStaff, stageUser } from "@/lib/cast/stage";
import { keyClaim, testCast, testRequest } from "@/lib/cast/testing";
import { appPool, inTransaction } from "@/lib/db/connection";
import { testInstallation } from "@/lib/db/testing";
import { ask } from "@/lib/gate/ask";
import { operatorClaim } from "@/lib/gate/claim";
import { execute } from "@/lib/gate/execute";
import { hashed } from "@/lib/passwords/check";
import { removeStaff } from "@/lib/staff/remove-staff";

import { listUsers } from "@/lib/users/list-users";
import { openSession } from "./open-session";

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
  "staff, wrong password": ["tess@example.test", wrong],
  "off the staff, right password": ["toni@example.test", castPassword],
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

  test("[P10] is answered alike, byte for byte, after the same work", async () => {
    await inTransaction(async (db) =>
      stageUser(
        db,
        cast.people.accountId,
        { name: "Dan Deleted", email: "dan@example.test", role: "user", status: "deleted" },
        await hashed(castPassword),
      ),
    );
    await stageStaff("Tess Technical", "tess@example.test", ["technical"]);
    await stageStaff("Toni Gone", "toni@example.test", ["technical"]);
    await execute(removeStaff, operatorClaim(null), { email: "toni@example.test" });
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

  test("is answered on the panel as over the API, also when there were too many [V6.3.4]", async () => {
    const onPanel = async (who: Class) => {
      const [email, password] = classes[who];
      const request = { ...testRequest("panel"), ip: `198.19.200.${(tries += 1) % 250}` };
      const outcome = await execute(openSession, { kind: "visitor", request }, { email, password });
      if (outcome.ok) throw new Error("signed in");
      const { code, says, retryAfter } = outcome;
      return { code, says, waits: retryAfter !== undefined };
    };
    const overApi = async (who: Class) => {
      const { body, headers } = await tryIn(who);
      const { code, detail } = JSON.parse(body) as { code: string; detail: string };
      return { code, says: detail, waits: headers.includes("retry-after") };
    };
    for (const who of Object.keys(classes) as Class[]) {
      await forget();
      const first = [];
      for (let n = 0; n < 7; n++) first.push(await onPanel(who));
      await forget();
      for (let n = 0; n < 7; n++)
        expect(await overApi(who), `${who}, try ${n + 1}`).toEqual(first[n]);
      expect(first[0]).toMatchObject({ code: "wrong_credentials" });
      expect(first.at(-1)).toMatchObject({ code: "too_many", waits: true });
      // whoever was slowed on one way in is slowed on the other
      expect(await onPanel(who)).toMatchObject({ code: "too_many" });
    }
  });

  test("a code nobody was asked for is refused before anything is looked at, whoever it is", async () => {
    const answers = new Set<string>();
    for (const [email, password] of Object.values(classes)) {
      const response = await api(
        new Request("http://localhost:3000/api/v1/sessions", {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ email, password, code: "123456" }),
        }),
        { ip: "198.19.201.1" },
      );
      expect(response.status).toBe(422);
      const { requestId: _own, ...body } = (await response.json()) as { requestId: string };
      answers.add(JSON.stringify(body));
    }
    expect(answers.size).toBe(1);
    expect([...answers][0]).toContain("No second factor is set up for anyone yet.");
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
    expect(told).toHaveLength(6);
    for (const of of times.values()) expect(of).toHaveLength(ROUNDS - 5);
  });
});

describe("[V6.3.8] a key that is refused", () => {
  test("costs the same work, whether it is unknown, revoked, expired or its holder is away", async () => {
    const revoked = await stageKey(cast.people.Adam);
    await owner("update api_keys set revoked_at = now() where id = $1", [revoked.keyId]);
    const expired = await stageKey(cast.people.Adam, { expiresAt: new Date(0) });
    const away = await stageKey(cast.people.Pia);
    const work = [];
    for (const key of [newKey(), revoked.key, expired.key, away.key]) {
      const claim = keyClaim(key, `198.19.202.${work.length}`);
      work.push(await statements(() => ask(listUsers, claim, {})));
    }
    for (const one of work) expect(one).toEqual(work[0]);
    expect(work[0]).toContain("select * from castellan.enter_key($1)");
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
