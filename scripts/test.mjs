import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { prepareTools } from "./build.mjs";
import { check } from "./check.mjs";
import { systemPrograms } from "./system-programs.mjs";
import { inProject, run, runNode } from "./project.mjs";

// npm test: everything that can be proven, to the end even when something fails; the closing line tells the count.
// npm run test:races: only the races, for long.
const races = process.argv.includes("--races");
const results = inProject("test-results");
const total = { passed: 0, failed: 0 };

await prepareTools();
rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });

if (races) {
  add("races", await vitest(["--project", "races"], { CASTELLAN_RACE_ROUNDS: "10000" }));
} else {
  const browser = await systemPrograms();
  add("checks", await check());
  add("unit and integration", await vitest([]));
  const build = await run(
    process.execPath,
    [fileURLToPath(new URL("build.mjs", import.meta.url))],
    { show: true },
  );
  add("build", build.code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 });
  if (build.code === 0) add("stories in the browser", await playwright(browser));
}

console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed > 0 ? 1 : 0);

/** A suite that ran nothing has proven nothing. */
function add(suite, { passed, failed }) {
  const counted = passed + failed === 0 ? 1 : failed;
  total.passed += passed;
  total.failed += counted;
  console.log(`\n— ${suite}: ${passed} passed, ${counted} failed\n`);
}

async function vitest(args, env = {}) {
  const report = `${results}/vitest.json`;
  const { code } = await runNode(
    "vitest/vitest.mjs",
    ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`, ...args],
    { show: true, env: { NODE_ENV: "test", ...env } },
  );
  const { numPassedTests = 0, numFailedTests = 0 } = read(report);
  return withCrash(code, numPassedTests, numFailedTests);
}

async function playwright(browser) {
  const report = `${results}/playwright.json`;
  const { code } = await runNode(
    "@playwright/test/cli.js",
    ["test", "--reporter=list,json", `--output=${results}/traces`],
    { show: true, env: { PLAYWRIGHT_JSON_OUTPUT_FILE: report, CHROMIUM_PATH: browser } },
  );
  const { stats = {} } = read(report);
  return withCrash(code, stats.expected ?? 0, (stats.unexpected ?? 0) + (stats.flaky ?? 0));
}

/** A suite that ends badly without naming a failed test, for example in its set-up, has failed once. */
function withCrash(code, passed, failed) {
  return { passed, failed: code !== 0 && failed === 0 ? 1 : failed };
}

function read(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : {};
}
