import { asItIs } from "@/lib/gate/visible";
import { readActivity } from "@/lib/activity/read";
import { ActivityFilter } from "@/lib/activity/event";
import { inTransaction } from "@/lib/db/connection";
import { makeCursor } from "@/lib/lists/cursor";
import { get } from "./loader";
import { type Measured, measure } from "./measure";
import { plansOf } from "@/lib/db/plans";
import { factLine, ratioLine, type Section } from "./report";
import { emptyHandler, product, type Scene } from "./scene";
import type { Filled } from "./seed";

const PAGE = 50;

/** What was done, at two sizes: newest, far back, one object, one actor. */
export async function activityPage(scene: Scene): Promise<Section> {
  const { small, large, loader, sizes } = scene;
  const page = (of: Filled, query = "") =>
    product(scene, get(`/api/v1/activity?limit=${PAGE}${query}`, of.token));
  const found = await measure(loader, sizes, {
    small: page(small),
    large: page(large),
    deep: page(large, `&cursor=${encodeURIComponent(await cursorFarBack(scene, large))}`),
    object: page(large, `&object=${large.busyUser}`),
    actor: page(large, `&actor=${large.busyActor}`),
    empty: emptyHandler(scene),
  });
  const [few, many] = [small, large].map(({ events }) => events.toLocaleString("en"));
  const cpu = ({ server, database }: Measured) => server + database;
  const times = (name: keyof typeof found, work: string) =>
    ratioLine(
      work,
      { is: cpu(found[name]), of: cpu(found.small), goal: "≤ 1.2", unit: "µs" },
      `newest page of ${few}`,
    );
  return {
    title: "Activity page",
    about: `\`GET /api/v1/activity\`, ${PAGE} events with names, changes and sentences, decrypted. Accounts of ${few} and ${many} events, spread over eleven months. Far back: behind all but the last thousand.`,
    lines: [
      ratioLine(
        `newest page of ${many}`,
        { is: found.large.perSecond, of: found.empty.perSecond, goal: "≥ 1", unit: "/s" },
        "empty Next route handler",
      ),
      times("large", `newest page of ${many}, processor time`),
      times("deep", `page far back in ${many}, processor time`),
      times("object", "one object's tab, processor time"),
      times("actor", "one actor's, processor time"),
      ...(await planLines(large)),
    ],
  };
}

/** What does not depend on the machine: how the database carries the reading out. */
async function planLines({ accountId, busyUser, busyActor }: Filled) {
  const month = new Date();
  month.setUTCDate(1);
  const reads = {
    newest: {},
    "one object": { object: busyUser },
    "one actor": { actor: busyActor },
    "this month alone": { from: month.toISOString() },
  };
  const lines = [];
  for (const [name, filter] of Object.entries(reads)) {
    const parsed = ActivityFilter.parse({ ...filter, limit: PAGE });
    const plans = await plansOf(accountId, "activity", (db) =>
      readActivity(db, accountId, parsed, asItIs),
    );
    const sequential = plans.flatMap((plan) => plan.sequential);
    const sorted = Math.max(...plans.map((plan) => plan.sorted));
    const touched = Math.max(...plans.map((plan) => plan.touched));
    const months = Math.max(...plans.map((plan) => plan.partitions));
    const most = name === "this month alone" ? 2 : Infinity;
    lines.push(
      factLine(
        `plan, ${name}: no table read whole, no sort above a page${most === 2 ? ", other months left shut" : ""}`,
        plans.length > 0 && sequential.length === 0 && sorted <= PAGE + 1 && months <= most,
        `at most ${touched} rows in a step, ${sorted} sorted, ${months} partitions opened${sequential.length ? `, read whole: ${sequential.join(", ")}` : ""}`,
      ),
    );
  }
  return lines;
}

async function cursorFarBack({ owner }: Scene, { accountId }: Filled): Promise<string> {
  const { rows } = await owner.query<{ at: string; id: string }>(
    "select at::text, id from activity where account_id = $1 order by at, id offset 1000 limit 1",
    [accountId],
  );
  const bound = JSON.stringify(["activity", accountId, ...Array<null>(8).fill(null)]);
  return inTransaction((db) => makeCursor(db, bound, JSON.stringify(rows[0])), "read");
}
