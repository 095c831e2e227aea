import { inTransaction } from "@/lib/db/connection";
import { makeCursor } from "@/lib/lists/cursor";
import { readCalls } from "@/lib/traffic/read-calls";
import { readSums } from "@/lib/traffic/sum-up";
import { CallFilter } from "@/lib/traffic/traffic";
import { startOwn } from "./installation";
import type { Loaded } from "./load";
import { get } from "./loader";
import { plansOf } from "@/lib/db/plans";
import { factLine, figureLine, type Line, ratioLine, type Section } from "./report";
import type { Scene } from "./scene";
import { type Called, seedCalls } from "./seed-calls";

const PAGE = 50;

/** The log of calls: what it costs a call, and how it reads with millions of rows behind it. */
export async function calls(scene: Scene): Promise<Section> {
  const { large, sizes } = scene;
  const cost = await costOfLog(scene);
  const called = await seedCalls(scene.owner, large, sizes.calls);
  const n = sizes.calls.toLocaleString("en");
  const read = async (work: string, path: string, goal: `≤ ${string}`) =>
    figureLine(`${work}, p95`, (await alone(scene, path)).p95, "ms", goal);
  const from = new Date(Date.now() - 86_400_000).toISOString();
  return {
    title: "Calls",
    about: `What logging every call costs it, measured at two servers of the API alone, in turns; and ${n} calls of thirty days in one account, one request at a time.`,
    lines: [
      cost,
      await read(`overview of thirty days, ${n} calls`, "/api/v1/traffic?period=month", "≤ 300"),
      await read(`newest page of ${n}`, `/api/v1/api-calls?limit=${PAGE}`, "≤ 100"),
      await read(
        `page far back in ${n}`,
        `/api/v1/api-calls?limit=${PAGE}&cursor=${await farBack(scene, called)}`,
        "≤ 100",
      ),
      await read("calls of one key", `/api/v1/api-calls?limit=${PAGE}&key=${called.key}`, "≤ 100"),
      await read(
        "calls of one person",
        `/api/v1/api-calls?limit=${PAGE}&actor=${called.actor}`,
        "≤ 100",
      ),
      await read(
        "a status that is rare, in a bounded window",
        `/api/v1/api-calls?limit=${PAGE}&status=503`,
        "≤ 300",
      ),
      ...(await planLines(large.accountId, {
        newest: {},
        "one key": { key: called.key },
        "one person": { actor: called.actor },
        "the last day alone": { from },
      })),
    ],
  };
}

/** The same read with and without the log, in turns, at a load that leaves the machine room. */
async function costOfLog({ loader, small, sizes, installation }: Scene): Promise<Line> {
  const env = { CASTELLAN_APP_DATABASE_URL: installation.appUrl };
  const logged = await startOwn("api-server", env, "/api/health");
  const bare = await startOwn(
    "api-server",
    { ...env, CASTELLAN_BENCH_CALL_LOG: "off" },
    "/api/health",
  );
  const requests = [get("/api/v1/me", small.token)];
  const load = ({ port }: { port: number }, seconds: number) =>
    loader.load({ port, requests, concurrency: 2, seconds });
  try {
    const p95 = { logged: [] as number[], bare: [] as number[] };
    for (const one of [logged, bare]) await load(one, sizes.warm * 2);
    for (let round = 0; round < sizes.rounds * 4; round++) {
      p95.logged.push((await load(logged, sizes.measured)).p95);
      p95.bare.push((await load(bare, sizes.measured)).p95);
    }
    return ratioLine(
      "`GET /api/v1/me` with the log, p95",
      { is: middle(p95.logged), of: middle(p95.bare), goal: "≤ 1.05", unit: "ms" },
      "without the log",
    );
  } finally {
    await Promise.all([logged.stop(), bare.stop()]);
  }
}

const middle = (all: number[]) => all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)]!;

async function alone({ loader, large, server }: Scene, path: string): Promise<Loaded> {
  const job = { port: server.port, requests: [get(path, large.token)], concurrency: 1 };
  await loader.load({ ...job, count: 3 });
  return loader.load({ ...job, count: 30 });
}

async function planLines(
  accountId: string,
  filters: Record<string, Partial<CallFilter> | { from: string }>,
): Promise<Line[]> {
  const lines: Line[] = [];
  for (const [name, filter] of Object.entries(filters)) {
    const parsed = CallFilter.parse({ ...filter, limit: PAGE });
    const plans = await plansOf(accountId, "api_calls", (db) => readCalls(db, accountId, parsed));
    lines.push(planLine(`plan, ${name}`, plans, PAGE + 1));
  }
  const now = new Date();
  const before = new Date(now.getTime() - 30 * 86_400_000);
  const plans = await plansOf(accountId, "traffic_rollups", (db) =>
    readSums(db, accountId, 86_400, before, now),
  );
  lines.push(planLine("plan, sums of thirty days", plans, 0));
  return lines;
}

function planLine(
  name: string,
  plans: Awaited<ReturnType<typeof plansOf>>,
  mostSorted: number,
): Line {
  const sequential = plans.flatMap((plan) => plan.sequential);
  const sorted = Math.max(...plans.map((plan) => plan.sorted));
  const touched = Math.max(...plans.map((plan) => plan.touched));
  const parts = Math.max(...plans.map((plan) => plan.partitions));
  return factLine(
    `${name}: no table read whole, no sort above a page`,
    plans.length > 0 && sequential.length === 0 && sorted <= mostSorted,
    `at most ${touched} rows in a step, ${sorted} sorted, ${parts} partitions opened${sequential.length ? `, read whole: ${sequential.join(", ")}` : ""}`,
  );
}

async function farBack({ owner, large: { accountId } }: Scene, called: Called): Promise<string> {
  const { rows } = await owner.query<{ at: string; id: string }>(
    "select at::text, request_id as id from api_calls where account_id = $1 and at >= $2 order by at, request_id limit 1",
    [accountId, called.early],
  );
  const bound = JSON.stringify(["calls", accountId, {}]);
  return encodeURIComponent(
    await inTransaction((db) => makeCursor(db, bound, JSON.stringify(rows[0])), "read"),
  );
}
