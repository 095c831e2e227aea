import { readFileSync } from "node:fs";

import { expect, test } from "vitest";

import { table } from "@/lib/docs/table";
import { nameOf, type Route, routes, templateOf } from "./routes";

const DOC = "docs/api.md";

test("docs/api.md lists every address of the API", async () => {
  const written = readFileSync(DOC, "utf8");
  const [before, after] = [
    written.split("<!-- addresses -->")[0],
    written.split("<!-- end -->")[1],
  ];
  await expect(
    `${before}<!-- addresses -->\n\n${addresses()}\n\n<!-- end -->${after}`,
  ).toMatchFileSnapshot(`${process.cwd()}/${DOC}`);
});

function addresses(): string {
  const rows = Object.entries(routes).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, route]) => [
      `\`${method} ${templateOf(path)}\``,
      `\`${nameOf(route)}\``,
      String(route.status),
      fieldsOf(route, path),
    ]),
  );
  return table([["address", "does", "answers", "takes"], ...rows]);
}

/** The fields of the input that are not in the path; a question mark where one may be left out. */
function fieldsOf(route: Route, path: string): string {
  const { shape } = ("query" in route
    ? route.query.input
    : (route.takes ?? route.command.input)) as unknown as {
    shape: Record<string, { safeParse(value: unknown): { success: boolean } }>;
  };
  return Object.entries(shape)
    .filter(([name]) => !path.includes(`:${name}`))
    .map(([name, field]) => `\`${name}${field.safeParse(undefined).success ? "?" : ""}\``)
    .join(" ");
}
