import fc from "fast-check";
import { beforeAll, expect, test, vi } from "vitest";

import { createApi } from "@/lib/api/api";
import { openApi } from "@/lib/api/openapi/document";
import { pageOfSession } from "@/lib/cast/testing";
import { pageHeader } from "@/lib/sessions/drawn";
import { testInstallation } from "@/lib/db/testing";
import { requests, type Drawn } from "./arbitrary";
import { type Got, judgeBy } from "./judge";
import { type Caller, filledIn, makeWorld, remember, type World } from "./world";

vi.hoisted(() => {
  process.env.CASTELLAN_TEST_BCRYPT_COST = "4";
});

const REQUESTS = Number(process.env.CASTELLAN_FUZZ_REQUESTS) || 20_000;
const AT_ONCE = 10;
/** After so many requests an account is worn out: most are deleted, paused or signed out. */
const WORN_AFTER = 400;

const { owner } = testInstallation();
const document = openApi();
const judge = judgeBy(document);
const api = createApi();
const origin = "http://localhost:3000";
const seen = new Map<string, Map<number, number>>();

let world: World;
let sent = 0;
beforeAll(async () => {
  world = await makeWorld();
});

async function send(drawn: Drawn): Promise<Got> {
  const token = world.tokens[drawn.caller];
  const cookie = drawn.caller === "panel";
  const page: Record<string, string> =
    token && cookie ? { [pageHeader]: await pageOfSession(token) } : {};
  const search = new URLSearchParams(
    drawn.query.map(([name, value]) => [name, value.toWellFormed()]),
  );
  const query = drawn.rawQuery ?? search.toString();
  const response = await api(
    new Request(`${origin}/api/v1${drawn.path}${query && `?${query}`}`, {
      method: drawn.method,
      // oxlint-disable-next-line unicorn/no-invalid-fetch-options -- drawn
      body: ["GET", "HEAD"].includes(drawn.method) ? undefined : drawn.body,
      headers: {
        ...(drawn.body !== null && { "content-type": "application/json" }),
        ...(token && !cookie && { authorization: `Bearer ${token}` }),
        ...(token && cookie && { cookie: `castellan-session=${token}`, origin }),
        ...page,
        ...drawn.headers,
      },
    }),
    { ip: `198.18.${(++sent >> 8) & 255}.${sent & 255}` },
  );
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/** A request as whoever looks into it types it. */
function curl({ method, path, query, rawQuery, headers, body, caller }: Drawn): string {
  const quoted = (text: string) => `'${text.replaceAll("'", String.raw`'\''`)}'`;
  const search = rawQuery ?? new URLSearchParams(query).toString();
  return [
    `curl -X ${method} ${quoted(`${origin}/api/v1${path}${search && `?${search}`}`)}`,
    ...Object.entries(headers).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    ...(body === null ? [] : [`-d ${quoted(body)}`]),
    `# as ${caller}`,
  ].join(" ");
}

test(`[V4.1.1] [V2.2.1] [V16.5.1] ${REQUESTS} requests drawn from the description: no 5xx, every answer as described`, async () => {
  const runs = Math.ceil(REQUESTS / AT_ONCE);
  const seed = Number(process.env.CASTELLAN_FUZZ_SEED) || 270_055_342;
  console.log(`fuzz: ${runs * AT_ONCE} requests, CASTELLAN_FUZZ_SEED=${seed}`);
  await fc.assert(
    fc.asyncProperty(
      fc.array(requests(document), { minLength: AT_ONCE, maxLength: AT_ONCE }),
      async (drawn) => {
        if (sent % WORN_AFTER < AT_ONCE) {
          world = await makeWorld();
          await owner("delete from limits");
        }
        const worn = new Set<Caller>();
        const wrong = await Promise.all(
          drawn.map(async (one) => {
            const filled = filledIn(one, world);
            const got = await send(filled);
            count(one, got.status);
            if (got.text) remember(world, JSON.parse(got.text));
            if (got.status === 401) worn.add(one.caller);
            const says = judge(filled, got);
            return says && `${says}\n${curl(filled)}`;
          }),
        );
        for (const caller of worn) if (!(await world.renew(caller))) world = await makeWorld();
        expect(wrong.filter(Boolean)).toEqual([]);
      },
    ),
    { numRuns: runs, seed, endOnFailure: false, markInterruptAsFailure: true },
  );
  const never = [...seen].filter(
    ([, statuses]) => ![...statuses.keys()].some((status) => status < 300),
  );
  console.log(`fuzz: ${sent} sent, by status ${JSON.stringify(Object.fromEntries(byStatus()))}`);
  console.log(
    `fuzz: never succeeded: ${never.map(([operation]) => operation).join(", ") || "none"}`,
  );
  // A few are open to callers who are not drawn, or are met by chance alone; were it many, little would be shown.
  expect(never.length).toBeLessThan(seen.size / 10);
}, 600_000);

function count({ operation }: Drawn, status: number): void {
  const statuses = seen.get(operation ?? "") ?? new Map<number, number>();
  seen.set(operation ?? "", statuses.set(status, (statuses.get(status) ?? 0) + 1));
}

function byStatus(): [number, number][] {
  const all = new Map<number, number>();
  for (const statuses of seen.values())
    for (const [status, n] of statuses) all.set(status, (all.get(status) ?? 0) + n);
  return [...all].toSorted(([a], [b]) => a - b);
}
