import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

import { appPool } from "@/lib/db/connection";
import { stageSession } from "@/lib/cast/stage";
import { activityPage } from "./activity-page";
import { calls } from "./calls";
import { buildEmptyNext } from "./empty-next";
import { firstLoad } from "./first-load";
import { makeInstallation, startNext, startOwn, startServer } from "./installation";
import { startLoader } from "./loader";
import { machine } from "./machine";
import { memoryOf } from "./process-table";
import { asMarkdown, asText, factLine, figureLine, type Section } from "./report";
import type { Scene } from "./scene";
import { seed } from "./seed";
import { sessionCheck } from "./session-check";
import { signIn } from "./sign-in";
import { sizesFor } from "./sizes";
import { freshCopy, secondsToStart } from "./starts";
import { usersPage } from "./users-page";
import { write } from "./write";

const begun = Date.now();
const sizes = sizesFor(process.argv);
const here = process.cwd();
const folder = mkdtempSync(join(tmpdir(), "castellan-bench-"));
const sections: Section[] = [];
const undo: (() => unknown)[] = [() => rmSync(folder, { recursive: true, force: true })];

try {
  await run();
} finally {
  for (const step of undo.toReversed()) await step();
}
process.exit(0);

async function run(): Promise<void> {
  const load = loadavg()[0]!;
  const project = sizes.starts ? freshCopy(here, join(folder, "copy")) : here;
  if (sizes.starts) tell(await starts(project));

  process.env.CASTELLAN_DATA_DIR = join(folder, "data");
  mkdirSync(process.env.CASTELLAN_DATA_DIR);
  const installation = await makeInstallation(process.env.CASTELLAN_DATA_DIR);
  undo.push(() => installation.stop());
  const { small, large, owner, seconds } = await seed(installation, sizes);
  undo.push(() => Promise.all([owner.end(), appPool().end()]));
  console.log(`Seeded in ${Math.round(seconds)} s.`);

  const app = buildEmptyNext(project, join("dist", "empty-next"));
  const server = await startServer(project);
  undo.push(() => server.stop());
  await pause(2_000);
  const idle = memoryOf(server.pid);
  let most = idle;
  const watching = setInterval(() => (most = Math.max(most, memoryOf(server.pid))), 250);
  undo.push(() => clearInterval(watching));
  const empty = await startNext(project, app);
  undo.push(() => empty.stop());
  const byHand = await startOwn("by-hand", {
    CASTELLAN_BENCH_OWNER_URL: installation.ownerUrl,
    CASTELLAN_BENCH_ACCOUNT_ID: small.accountId,
  });
  undo.push(() => byHand.stop());
  const loader = startLoader();
  undo.push(() => loader.stop());
  const scene: Scene = {
    ...{ sizes, project, installation, owner, small, large, loader, server, empty, byHand },
  };

  const all = {
    "Session check": sessionCheck,
    "Users page": usersPage,
    "Activity page": activityPage,
    Change: write,
    "Signing in": signIn,
    Calls: calls,
  };
  for (const [title, work] of Object.entries(all)) {
    if (sizes.only && sizes.only !== title) continue;
    tell(await work(scene).catch((error: unknown) => failed(title, error)));
  }
  if (sizes.only) return;
  tell({
    title: "Memory",
    about:
      "Resident memory of the server process, pages and API together. Under load: the most seen in this run.",
    lines: [figureLine("idle", idle, "MB", "≤ 150"), figureLine("under load", most, "MB", "≤ 350")],
  });
  tell(await firstLoads(scene));
  if (sizes.name === "full") await writeDown(scene, { seconds, load });
}

async function starts(copy: string): Promise<Section> {
  const dataDir = join(folder, "started");
  const cold = await secondsToStart(copy, dataDir);
  const second = await secondsToStart(copy, dataDir);
  return {
    title: "Start",
    about:
      "`npm start` in a fresh copy of the project until it says that it is ready. Packages are installed beforehand; building, creating the embedded database and migrating are included in the first.",
    lines: [
      figureLine("first start", cold, "s", "≤ 150"),
      figureLine("second start", second, "s", "≤ 3"),
    ],
  };
}

async function firstLoads({ server, empty, small }: Scene): Promise<Section> {
  const token = await stageSession(small.admin, "panel");
  const page = async (path: string, goal: number, signedIn: boolean) =>
    figureLine(
      `\`${path}\``,
      await firstLoad(server.port, path, signedIn ? token : null),
      "kB",
      `≤ ${goal}`,
    );
  return {
    title: "JavaScript of the first load",
    about:
      "Every script that the page names, compressed as it travels. What is fetched when something is opened is not counted.",
    lines: [
      figureLine("an empty Next page", await firstLoad(empty.port, "/", null), "kB", null),
      await page("/sign-in", 140, false),
      await page("/set-password", 140, false),
      await page("/users", 185, true),
      await page("/activity", 165, true),
      await page("/me", 165, true),
    ],
  };
}

/** What could not be measured is told, and the rest goes on. */
function failed(title: string, error: unknown): Section {
  console.error(error);
  return { title, lines: [factLine("can be measured", false, "no: see what the bench printed")] };
}

function tell(section: Section): void {
  sections.push(section);
  console.log(asText(section));
}

async function writeDown(
  { owner, small, large }: Scene,
  { seconds, load }: { seconds: number; load: number },
): Promise<void> {
  const met = sections.flatMap(({ lines }) => lines).filter((line) => line.met !== null);
  const text = [
    "# Benchmarks",
    "",
    "Written by `npm run bench`. Every ratio compares figures of the same run, taken in turns; processor time per request, from the operating system, is the figure to trust, since requests per second drift with the machine.",
    "",
    `- ${await machine(owner)}`,
    `- ${new Date().toISOString().slice(0, 10)}, ${Math.round((Date.now() - begun) / 1_000)} s in all, load average of the machine before: ${load.toFixed(1)}`,
    `- ${(small.users + large.users).toLocaleString("en")} users and ${(small.events + large.events).toLocaleString("en")} events, each sealed for its own place, seeded in ${Math.round(seconds)} s`,
    `- ${met.filter((line) => line.met).length} of ${met.length} goals met`,
    ...(load > cpus().length / 2
      ? [
          "",
          "**The machine was busy with other work during this run.** Run it again on a quiet one before believing a figure that misses its goal.",
        ]
      : []),
    "",
    ...sections.map(asMarkdown),
  ].join("\n");
  mkdirSync(join(here, "docs"), { recursive: true });
  writeFileSync(join(here, "docs", "benchmarks.md"), text);
  console.log(
    `\n${met.filter((line) => line.met).length} of ${met.length} goals met; written to docs/benchmarks.md`,
  );
}
