import { appPool, inTransaction } from "@/lib/db/connection";
import { makeCursor } from "@/lib/lists/cursor";
import { startServer } from "./installation";
import { idOf } from "./invented";
import { get } from "./loader";
import { measure } from "./measure";
import { figureLine, ratioLine, type Section } from "./report";
import { emptyHandler, product, type Scene } from "./scene";
import type { Filled } from "./seed";

/** The list of users at two sizes, page by page and searched. */
export async function usersPage(scene: Scene): Promise<Section> {
  const { small, large, loader, sizes } = scene;
  const page = (of: Filled, query = "") =>
    product(scene, get(`/api/v1/users?limit=50${query}`, of.token));
  const cold = await coldSearch(scene);
  const searches = product(
    scene,
    ...["ovac", "mull", "son 7", "99@", "佐", "quisp", "4711", "zo"].map((words) =>
      get(`/api/v1/users?limit=50&q=${encodeURIComponent(words)}`, large.token),
    ),
  );
  // Whoever comes while a large account is opened waits with a connection in hand; the cold figure tells how long.
  await loader.load({ ...page(large), concurrency: 1, count: 1 });
  const found = await measure(loader, sizes, {
    small: page(small),
    large: page(large),
    deep: page(large, `&cursor=${encodeURIComponent(await cursorInTheMiddle(large))}`),
    search: searches,
    empty: emptyHandler(scene),
  });
  const pages = (name: keyof typeof found, work: string) =>
    ratioLine(
      work,
      { is: found[name].perSecond, of: found.empty.perSecond, goal: "≥ 2", unit: "/s" },
      "empty Next route handler",
    );
  const [few, many] = [small, large].map(({ users }) => users.toLocaleString("en"));
  const times = (name: keyof typeof found, work: string) =>
    ratioLine(
      work,
      {
        is: found[name].server + found[name].database,
        of: found.small.server + found.small.database,
        goal: "≤ 1.2",
        unit: "µs",
      },
      `first page of ${few}`,
    );
  const alone = await loader.load({ ...searches, concurrency: 1, count: 40 });
  return {
    title: "Users page",
    about: `\`GET /api/v1/users\`, 50 rows with names, addresses, titles and what may be done to each, decrypted. Accounts of ${few} and ${many} users. Cold: the first search after a restart of the server, which opens everybody. Search: any part of name or address.`,
    lines: [
      pages("small", `first page of ${few}`),
      pages("large", `first page of ${many}`),
      times("large", `first page of ${many}, processor time`),
      times("deep", `page in the middle of ${many}, processor time`),
      figureLine(`search among ${many}, warm`, alone.p50, "ms", "≤ 50"),
      figureLine(`search among ${many}, cold`, cold, "ms", "≤ 1500"),
    ],
  };
}

/** The first search after a start, once the server answers everything else. */
async function coldSearch({ loader, project, large, sizes }: Scene): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < sizes.rounds; round++) {
    const fresh = await startServer(project);
    const { port } = fresh;
    const ask = (path: string, count: number) =>
      loader.load({ port, requests: [get(path, large.token)], concurrency: 1, count });
    await ask("/api/v1/me", 50);
    times.push((await ask("/api/v1/users?limit=50&q=ovac", 1)).p50);
    await fresh.stop();
  }
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)]!;
}

/** Where a list ordered by name is in its middle; made with the product's own key. */
async function cursorInTheMiddle({ account, accountId, users }: Filled): Promise<string> {
  const bound = JSON.stringify(["users", accountId, null, null, null, "name"]);
  const cursor = await inTransaction(
    (db) => makeCursor(db, bound, idOf("user", account, Math.floor(users / 2) + 12)),
    "read",
  );
  await appPool().query("select 1");
  return cursor;
}
