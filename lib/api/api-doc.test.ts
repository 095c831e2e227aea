import { readFileSync } from "node:fs";

import { expect, test } from "vitest";

import { table } from "@/lib/docs/table";
import { type Route, routes } from "./routes";

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

/** Everything but signing in, which makes the token and stands apart (`sign-in.ts`). */
function addresses(): string {
  const rows = Object.entries(routes).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, route]) => [
      `\`${method} ${path.replaceAll(/:(\w+)/g, "{$1}")}\``,
      `\`${nameOf(route)}\``,
      String(route.status),
      fieldsOf(route, path),
    ]),
  );
  return table([["address", "does", "answers", "takes"], ...rows]);
}

const nameOf = (route: Route) => ("command" in route ? route.command.name : route.query.name);

/** The fields of the input that are not in the path; a question mark where one may be left out. */
function fieldsOf(route: Route, path: string): string {
  const { shape } = ("command" in route ? route.command : route.query).input as unknown as {
    shape: Record<string, { safeParse(value: unknown): { success: boolean } }>;
  };
  return Object.entries(shape)
    .filter(([name]) => !path.includes(`:${name}`))
    .map(([name, field]) => `\`${name}${field.safeParse(undefined).success ? "?" : ""}\``)
    .join(" ");
}
