import { expect, test } from "vitest";

import { table } from "@/lib/docs/table";
import { everyCopy, stays } from "./catalogue";

test("docs/copies.md is the catalogue of copies as it is now", async () => {
  const page = `# Copies of personal data

This page is made of \`lib/copies/catalogue.ts\`. When a user, a person, an API key or a webhook is permanently deleted, every copy in this list goes with it
([why](decisions/057-a-copy-goes-with-its-source.md)). What a backup holds is told in [docs/backups.md](backups.md), what a purge destroys in [docs/leaving.md](leaving.md).

${table([
  ["What", "Where", "Who can read it", "How it goes"],
  ...everyCopy.map(({ what, columns = [], folders = [], memory = [], readBy, goes }) => [
    what,
    [
      ...columns.map((name) => `\`${name}\``),
      ...folders.map((name) => `\`${name}\` in the data directory`),
      ...(memory.length ? ["memory of each process"] : []),
    ].join(", "),
    ...[readBy, goes],
  ]),
])}

## What stays

${table([
  ["Column", "Why it stays when a person goes"],
  ...Object.entries(stays).map(([column, why]) => [`\`${column}\``, why]),
])}
`;
  await expect(page).toMatchFileSnapshot("../../docs/copies.md");
});
