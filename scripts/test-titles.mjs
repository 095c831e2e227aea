import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const project = dirname(dirname(fileURLToPath(import.meta.url)));
const folders = ["app", "components", "e2e", "lib", "scripts"];

const strings = /(["'`])((?:(?!\1)[^\n])*?\[[PV]\d[\d.]*\](?:(?!\1)[^\n])*)\1/g;
const tags = /\[([PV]\d[\d.]*)\]\s*/g;

/**
 * Where promises and requirements are named in the titles of tests: `[P47]`, `[V7.4.1]`.
 *
 * @returns {Map<string, { file: string, title: string }[]>} by id, in the order of the files
 */
export function titlesByTag() {
  const byTag = new Map();
  for (const file of folders.flatMap(testsIn)) {
    const text = readFileSync(join(project, file), "utf8");
    for (const [, , written] of text.matchAll(strings)) {
      const title = written.replaceAll(tags, "").trim();
      for (const [, tag] of written.matchAll(tags)) {
        byTag.set(tag, [...(byTag.get(tag) ?? []), { file, title }]);
      }
    }
  }
  return byTag;
}

/** Text in a cell of a table. */
export const cell = (text) => text.replaceAll("|", "\\|").replaceAll("<", "&lt;");

const testsIn = (folder) =>
  readdirSync(join(project, folder), { recursive: true })
    .map((path) => `${folder}/${path.replaceAll("\\", "/")}`)
    .filter((path) => /\.(test\.tsx?|spec\.ts)$/.test(path))
    .toSorted();
