import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { cell, project, titlesByTag } from "./test-titles.mjs";

const page = join(project, "docs/trust.md");

/** Reads the page as it is committed. */
export const committedPage = () => readFileSync(page, "utf8");

const shown = ["kept", "in part"];

/**
 * All 79 promises with how each stands and the tests whose titles carry its number, as a page. The state is written by
 * hand in `docs/promises.json`; nothing is kept, not even in part, without a test that shows it.
 *
 * @throws Error when the states and the tests contradict each other
 */
export function promisesPage() {
  const promises = JSON.parse(readFileSync(join(project, "docs/promises.json"), "utf8"));
  const told = readFileSync(join(project, "docs/promises.md"), "utf8");
  const tests = titlesByTag();
  for (const tag of [...tests.keys()].filter((one) => one.startsWith("P"))) {
    if (!promises.some(({ id }) => id === tag))
      throw new Error(`${tests.get(tag)[0].file} names ${tag}, which is no promise.`);
  }
  for (const promise of promises) insistOnTests(promise, tests);
  const count = (state) => promises.filter((one) => one.state === state).length;

  return `# What is promised, and how it stands

Written by \`node scripts/promises.mjs\` from \`docs/promises.json\` and the titles of the tests; a test fails when it is stale.
A promise counts as kept, also in part, only when at least one test carries its number in its title, so nobody has to believe a sentence:
\`npm test\` runs them all. How each is kept is told in [promises.md](promises.md).

**${count("kept")}** kept, **${count("in part")}** kept in part, **${count("not yet")}** not yet.

${[...new Set(promises.map(({ area }) => area))]
  .map(
    (area) => `## ${area}

| promise | state | shown by |
| --- | --- | --- |
${promises
  .filter((one) => one.area === area)
  .map((one) => rowOf(one, told, tests.get(one.id) ?? []))
  .join("\n")}
`,
  )
  .join("\n")}`;
}

function insistOnTests({ id, state, missing }, tests) {
  if (![...shown, "not yet"].includes(state)) throw new Error(`${id} stands as "${state}".`);
  if (shown.includes(state) && !tests.has(id))
    throw new Error(`${id} is called ${state}, and no test carries [${id}] in its title.`);
  if (state === "not yet" && tests.has(id))
    throw new Error(
      `${tests.get(id)[0].file} shows ${id}, which docs/promises.json calls not yet kept.`,
    );
  if (state === "in part" && !missing) throw new Error(`${id} does not say what is missing.`);
}

function rowOf({ id, title, state, missing }, told, tests) {
  const [heading] = new RegExp(`^## ${id} .*$`, "m").exec(told) ?? [];
  const name = `${id} ${cell(title)}`;
  const linked = heading ? `[${name}](promises.md#${anchorOf(heading.slice(3))})` : name;
  const files = [...groupedByFile(tests)].map(
    ([file, found]) => `\`${file}\`: ${found.map((one) => cell(one.title)).join("; ")}`,
  );
  return `| ${linked} | ${state}${missing ? `: ${cell(missing)}` : ""} | ${files.join("<br>")} |`;
}

function groupedByFile(tests) {
  const byFile = new Map();
  for (const test of tests) byFile.set(test.file, [...(byFile.get(test.file) ?? []), test]);
  return byFile;
}

/** How GitHub and others name a heading in an address. */
const anchorOf = (heading) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} -]/gu, "")
    .replaceAll(" ", "-");

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(page, promisesPage());
