import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { expect, test } from "vitest";

const pages = [".", "docs", "docs/decisions"].flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".md"))
    .map((name) => join(folder, name)),
);

test.each(pages)("%s names only files that are there", (page) => {
  const text = readFileSync(page, "utf8");
  const named = [...text.matchAll(/`((?:app|components|deploy|docs|drizzle|e2e|lib)\/[^\s`]*)`/g)]
    .map(([, path]) => path!)
    .filter((path) => !/[<>*]/.test(path));
  const linked = [...text.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, path]) =>
    join(dirname(page), path!),
  );
  expect([...named, ...linked].filter((path) => !existsSync(path))).toEqual([]);
});
