import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { cell, project, titlesByTag } from "./test-titles.mjs";

const page = join(project, "docs/asvs.md");

/** Reads the page as it is committed. */
export const committedPage = () => readFileSync(page, "utf8");

/**
 * The requirements of OWASP ASVS 5.0.0 and the tests whose titles carry their ids, as a page.
 *
 * @throws Error when a title names an id that is unknown or does not apply
 */
export function asvsPage() {
  const requirements = JSON.parse(readFileSync(join(project, "docs/asvs.json"), "utf8"));
  const titles = asvsTitles();
  for (const [id, [where]] of titles) {
    const requirement = requirements.find((one) => one.id === id);
    if (!requirement) throw new Error(`${where} names ${id}, which ASVS 5.0.0 does not have.`);
    if (requirement.class === "N")
      throw new Error(`${where} names ${id}, which docs/asvs.json calls not applicable.`);
  }
  const of = (...classes) => requirements.filter((one) => classes.includes(one.class));
  const applicable = of("A");
  const proven = requirements.filter(({ id }) => titles.has(id));
  const open = (list) => list.filter(({ id }) => !titles.has(id));
  const count = (list, level) =>
    list.filter((one) => one.class === "A" && (!level || one.level === level)).length;

  return `# OWASP ASVS 5.0.0

Written by \`node scripts/asvs.mjs\` from \`docs/asvs.json\` and the titles of the tests; a test fails when it is stale.
A requirement counts as proven when at least one test carries its id in its title. The words are ours; the standard's
own are at <https://github.com/OWASP/ASVS/tree/v5.0.0>.

**${count(proven)} of ${applicable.length}** applicable requirements are proven.

| level | proven | applicable |
| --- | --- | --- |
${[1, 2, 3].map((level) => `| ${level} | ${count(proven, level)} | ${count(applicable, level)} |`).join("\n")}

## Proven

| id | level | requirement | tests |
| --- | --- | --- | --- |
${proven.map(({ id, level, short }) => `| ${id} | ${level} | ${cell(short)} | ${titles.get(id).map(cell).join("<br>")} |`).join("\n")}

## Applicable, without a test that names it

${list(open(applicable))}

## Kept by absence: what it speaks of is not there

${list(open(of("G")))}

## Limited by the environment

${list(open(of("E")))}

## Not applicable

${list(of("N"))}
`;
}

function asvsTitles() {
  const found = [...titlesByTag()].filter(([tag]) => tag.startsWith("V"));
  return new Map(
    found.map(([id, tests]) => [id, tests.map(({ file, title }) => `${file}: ${title}`)]),
  );
}

const list = (requirements) =>
  requirements.map(({ id, level, short }) => `- ${id} (level ${level}) ${short}`).join("\n");
if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(page, asvsPage());
