import { readFileSync } from "node:fs";

import { describe, expect, test } from "vitest";

import { breakingChanges } from "./changes";
import { openApi, type OpenApi, type Operation } from "./document";
import type { Schema } from "./schema";

const user: Schema = {
  type: "object",
  properties: {
    id: { type: "string" },
    title: { type: ["string"] },
    tags: {
      type: "array",
      items: { type: "object", properties: { name: { type: "string" } }, required: ["name"] },
    },
  },
  required: ["id", "title"],
};
const sent: Schema = {
  type: "object",
  properties: {
    name: { type: "string", maxLength: 200 },
    role: { type: "string", enum: ["auditor", "user"] },
    title: { anyOf: [{ type: "string" }, { type: "null" }] },
  },
  required: ["name"],
};

const operation = (): Operation => ({
  operationId: "user.edit",
  summary: "Change a user",
  tags: ["Users"],
  "x-who": "Owners",
  "x-scope": "users:write",
  security: [{ session: [] }],
  parameters: [
    { name: "userId", in: "path", required: true, schema: { type: "string" } },
    { name: "q", in: "query", required: false, schema: { type: "string" } },
  ],
  requestBody: {
    required: true,
    content: { "application/json": { schema: structuredClone(sent) } },
  },
  responses: {
    200: { description: "", content: { "application/json": { schema: structuredClone(user) } } },
    409: {
      description: "",
      content: {
        "application/problem+json": {
          schema: {
            allOf: [
              { type: "object", properties: { code: { enum: ["last_owner", "same_role"] } } },
            ],
          },
        },
      },
    },
  },
});

const api = (change: (one: Operation) => void = () => {}): OpenApi => {
  const one = operation();
  change(one);
  return { paths: { "/users/{userId}": { patch: one } } } as unknown as OpenApi;
};
const bodyOf = (one: Operation) => one.requestBody!.content["application/json"]!.schema;
const answerOf = (one: Operation) =>
  (one.responses[200] as { content: Record<string, { schema: Schema }> }).content[
    "application/json"
  ]!.schema;
const codesOf = (one: Operation) =>
  (one.responses[409] as { content: Record<string, { schema: Schema }> }).content[
    "application/problem+json"
  ]!.schema.allOf![0]!.properties!.code!;

const where = "PATCH /users/{userId}";

describe("what breaks a program is told in a sentence", () => {
  const breaking: [string, (one: Operation) => void][] = [
    ["is called user.change now, no longer user.edit", (one) => (one.operationId = "user.change")],
    ["is shut to API keys now", (one) => (one["x-scope"] = null)],
    [
      "needs the scope users:read now, no longer users:write",
      (one) => (one["x-scope"] = "users:read"),
    ],
    ["no longer takes `q` in the query", (one) => one.parameters.pop()],
    [
      "insists on `q` in the query now",
      (one) => ((one.parameters[1] as { required: boolean }).required = true),
    ],
    ["no longer takes a body", (one) => delete one.requestBody],
    ["insists on `role` now", (one) => bodyOf(one).required!.push("role")],
    ["no longer takes `role`", (one) => delete bodyOf(one).properties!.role],
    [
      "no longer takes auditor for `role`",
      (one) => (bodyOf(one).properties!.role!.enum = ["user"]),
    ],
    ["takes only a, b for `name` now", (one) => (bodyOf(one).properties!.name!.enum = ["a", "b"])],
    [
      "takes at most 80 for `name` now (maxLength)",
      (one) => (bodyOf(one).properties!.name!.maxLength = 80),
    ],
    [
      "takes at least 2 for `name` now (minLength)",
      (one) => (bodyOf(one).properties!.name!.minLength = 2),
    ],
    [
      "takes another form for `name` now: uuid",
      (one) => (bodyOf(one).properties!.name!.format = "uuid"),
    ],
    [
      "no longer takes null for `title`",
      (one) => (bodyOf(one).properties!.title = { type: "string" }),
    ],
    ["no longer tells `title`", (one) => delete answerOf(one).properties!.title],
    ["may leave out `title` now", (one) => (answerOf(one).required = ["id"])],
    [
      "may answer null for `title` now",
      (one) => (answerOf(one).properties!.title!.type = ["string", "null"]),
    ],
    [
      "no longer tells `tags[].name`",
      (one) => delete answerOf(one).properties!.tags!.items!.properties!.name,
    ],
    [
      "answers 204 now, no longer 200",
      (one) => {
        delete one.responses[200];
        one.responses[204] = { description: "" };
      },
    ],
    ["no longer refuses with `same_role`", (one) => (codesOf(one).enum = ["last_owner"])],
  ];
  test.each(breaking)("%s", (says, change) => {
    expect(breakingChanges(api(), api(change))).toEqual([`${where} ${says}.`]);
  });

  test("an operation that is gone, and one that needs a sign-in now", () => {
    expect(breakingChanges(api(), { paths: {} } as OpenApi)).toEqual([`${where} is gone.`]);
    const open = api((one) => (one.security = []));
    expect(breakingChanges(open, api())).toEqual([`${where} needs a sign-in now.`]);
  });
});

test.each<[string, (one: Operation) => void]>([
  ["an optional field", (one) => (bodyOf(one).properties!.locale = { type: "string" })],
  ["a field of an answer", (one) => (answerOf(one).properties!.email = { type: "string" })],
  ["a value that is taken", (one) => bodyOf(one).properties!.role!.enum!.push("administrator")],
  ["a wider limit", (one) => (bodyOf(one).properties!.name!.maxLength = 400)],
  ["an error code", (one) => codesOf(one).enum!.push("not_active")],
  [
    "an optional parameter",
    (one) => one.parameters.push({ name: "x", in: "query", required: false, schema: {} }),
  ],
])("%s more breaks nothing", (_, change) => {
  expect(breakingChanges(api(), api(change))).toEqual([]);
});

/** What the last release promised; a release copies what is true then (`CONTRIBUTING.md`). */
const RELEASED = "docs/openapi.released.json";
const released = JSON.parse(readFileSync(RELEASED, "utf8")) as OpenApi;

test("docs/openapi.json is what the API is now", async () => {
  const written = `${JSON.stringify(openApi(), null, 1)}\n`;
  await expect(written).toMatchFileSnapshot(`${process.cwd()}/docs/openapi.json`);
});

test("nothing that breaks programs has changed since the last release, but what docs/api-changes.md tells", () => {
  const told = readFileSync("docs/api-changes.md", "utf8");
  const untold = breakingChanges(released, openApi()).filter((one) => !told.includes(one));
  expect(untold, "Take it back, or tell it in docs/api-changes.md under the next release").toEqual(
    [],
  );
});

test("docs/api-changes.md tells no change that is none", () => {
  const [, next = ""] = readFileSync("docs/api-changes.md", "utf8").split("## Next release");
  const told = [...next.split("\n## ")[0]!.matchAll(/^- (.*)$/gm)].map(([, one]) => one!);
  const breaking = breakingChanges(released, openApi());
  expect(told.filter((one) => !breaking.some((sentence) => one.includes(sentence)))).toEqual([]);
});
