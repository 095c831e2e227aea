import { describe, expect, test } from "vitest";

import { type ProblemCode, problems } from "@/lib/api/problem";
import { nameOf, type Route, routes } from "@/lib/api/routes";
import { resolve } from "./resolve";
import { checkerOf } from "./testing";
import { type Answer, openApi, type Operation, outputOf } from "./document";
import { remedies } from "./remedies";

const document = openApi();
const wrongIn = checkerOf(document);
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(
    ([method, operation]) => [`${method.toUpperCase()} ${path}`, operation] as const,
  ),
);

describe.each(operations)("%s", (_, operation) => {
  const answers = Object.entries(operation.responses).map(
    ([status, answer]) => [status, resolve<Answer>(document, answer)] as const,
  );

  test("says in a sentence what it does, where it belongs and which scope opens it", () => {
    expect(operation.summary).toMatch(/^[A-Z].{8,}[^.]$/);
    expect(operation.tags).toHaveLength(1);
    expect(operation.tags).not.toContain("Other");
    expect(operation).toHaveProperty("x-scope");
    expect(operation).toHaveProperty("security");
  });

  test("every answer has a schema and an example that fits it, or is empty on purpose", () => {
    for (const [status, { content }] of answers) {
      if (["202", "204", "304"].includes(status)) expect(content, status).toBeUndefined();
      for (const { schema, example } of Object.values(content ?? { none: { schema: {} } })) {
        if (!content) continue;
        expect(Object.keys(schema).length, status).toBeGreaterThan(0);
        expect(wrongIn(schema, example), `${status} ${JSON.stringify(example)}`).toBeNull();
      }
    }
    expect(answers.filter(([status]) => status.startsWith("2"))).toHaveLength(1);
  });

  test("what is sent has examples that fit", () => {
    for (const one of operation.parameters.map((parameter) => resolve(document, parameter))) {
      expect(one).toMatchObject({ name: expect.any(String), in: expect.any(String) });
      const { example, schema } = one as { example?: unknown; schema: object };
      if (example !== undefined) expect(wrongIn(schema, example)).toBeNull();
    }
    for (const { schema, example } of Object.values(operation.requestBody?.content ?? {})) {
      expect(wrongIn(schema, example), JSON.stringify(example)).toBeNull();
    }
  });

  test("its refusals are problems with known codes", () => {
    const refused = answers.filter(([status]) => Number(status) >= 400);
    expect(refused.map(([status]) => status)).toEqual(expect.arrayContaining(["422", "500"]));
    for (const [, { content }] of refused)
      expect(Object.keys(content!)).toEqual(["application/problem+json"]);
  });
});

test("every address of the API is there, once, under the name of its verb", () => {
  const named = Object.values(routes).flatMap((methods) => Object.values(methods).map(nameOf));
  const told = operations.map(([, { operationId }]) => operationId);
  expect(told.toSorted()).toEqual([...named, "contract.show"].toSorted());
  expect(new Set(told).size).toBe(told.length);
});

test("whatever answers with something says what", () => {
  const silent = Object.values(routes)
    .flatMap((methods) => Object.values(methods))
    .filter((route: Route) => {
      const answers = ![202, 204].includes(route.status) && !("sends" in route);
      return answers && outputOf(route) === null;
    });
  expect(silent.map(nameOf)).toEqual([]);
});

test("every code says what to do about it", () => {
  const codes = Object.keys(problems) as ProblemCode[];
  expect(codes.filter((code) => !remedies[code])).toEqual([]);
});

test("references lead somewhere", () => {
  const text = JSON.stringify(document);
  for (const [, target] of text.matchAll(/"\$ref":"(#[^"]+)"/g))
    expect(resolve(document, { $ref: target! }), target).toBeDefined();
});

test("a program finds out whether it needs a key, and with which scope", () => {
  const byId = Object.fromEntries(operations.map(([, one]) => [one.operationId, one])) as Record<
    string,
    Operation
  >;
  expect(byId["user.list"]).toMatchObject({ "x-scope": "users:read" });
  expect(byId["user.list"]!.security).toContainEqual({ apiKey: ["users:read"] });
  expect(byId["ownership.grant"]).toMatchObject({ "x-scope": null });
  expect(byId["session.open"]!.security).toEqual([]);
});

test("who may is told of keys only where keys may, and of the staff where they alone may", () => {
  const who = Object.fromEntries(
    operations.map(([, operation]) => [operation.operationId, operation["x-who"]]),
  );
  expect(who["api_key.show_current"]).toBe("API keys");
  expect(who["traffic.look"]).toBe("The operator’s staff: technical");
  expect(who["staff.list"]).toBe("The operator’s staff: security");
});
