import { expect, test } from "vitest";

import { type ProblemCode, problems } from "@/lib/api/problem";
import { remedies } from "./remedies";

test("docs/errors.md explains every code", async () => {
  await expect(page()).toMatchFileSnapshot(`${process.cwd()}/docs/errors.md`);
});

/** Codes by status, each with what people read and what a program does. */
function page(): string {
  const codes = Object.keys(problems) as ProblemCode[];
  const statuses = [...new Set(codes.map((code) => problems[code].status))].toSorted(
    (a, b) => a - b,
  );
  return `# Errors of the API

Every refusal is \`application/problem+json\` (RFC 9457). \`code\` is stable; its \`type\` leads to this list on your own installation,
at \`/developers/api#errors\`. This page is generated from the codes themselves.
${statuses.map((status) => section(status, codes)).join("")}`;
}

const section = (status: number, codes: ProblemCode[]) => `
## ${status}
${codes
  .filter((code) => problems[code].status === status)
  .toSorted()
  .map((code) => `\n**\`${code}\`**: ${problems[code].says}\\\n${remedies[code]}\n`)
  .join("")}`;
