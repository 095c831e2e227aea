import fc from "fast-check";

import type { Operation, OpenApi } from "@/lib/api/openapi/document";
import type { Parameter } from "@/lib/api/openapi/parameters";
import { resolve } from "@/lib/api/openapi/resolve";
import type { Schema } from "@/lib/api/openapi/schema";
import { callers, type Caller, standIns } from "./world";

/** A request as it is drawn; values like `{{userId:3}}` stand for what is there when it is sent. */
export type Drawn = {
  caller: Caller;
  operation: string | null;
  method: string;
  path: string;
  query: [name: string, value: string][];
  rawQuery: string | null;
  headers: Record<string, string>;
  body: string | null;
};

/** Draws requests from the description of the API: as it says, nearly as it says, and nothing like it. */
export function requests(document: OpenApi): fc.Arbitrary<Drawn> {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  const seldom = new Set(["session.open", "password.set", "password.change", "session.confirm"]);
  return fc
    .oneof(
      ...operations.map((one) => ({
        arbitrary: fc.constant(one),
        weight: seldom.has(one.operation.operationId) ? 1 : 4,
      })),
    )
    .chain(({ path, method, operation }) => request(document, path, method, operation));
}

function request(
  document: OpenApi,
  path: string,
  method: string,
  operation: Operation,
): fc.Arbitrary<Drawn> {
  const told = operation.parameters.map((one) => resolve<Parameter>(document, one));
  const named = (place: string) => told.filter((one) => one.in === place);
  const content = operation.requestBody?.content["application/json"]?.schema;
  const draw = new Draw(document);
  return fc.record({
    caller: fc.constantFrom(...callers),
    operation: fc.constant(operation.operationId),
    method: often(fc.constant(method.toUpperCase()), strangeMethod),
    path: fc
      .record(
        Object.fromEntries(
          named("path").map(({ name, schema }) => [name, draw.mostly(schema, name)]),
        ),
      )
      .chain((values) => often(fc.constant(filled(path, values)), strangePath(path))),
    query: draw.query(named("query")),
    rawQuery: often(
      fc.constant(null),
      fc.constantFrom("%", "%E0%A4%A", "&&", "=", "a=%00", "\u00e9"),
      60,
    ),
    headers: headers(),
    body: method === "get" ? fc.constant(null) : bodies(draw, content),
  });
}

const often = <T>(usual: fc.Arbitrary<T>, strange: fc.Arbitrary<T>, times = 25): fc.Arbitrary<T> =>
  fc.oneof({ arbitrary: usual, weight: times }, { arbitrary: strange, weight: 1 });

const strangeMethod = fc.constantFrom("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS");
const strangePath = (path: string) =>
  fc.oneof(
    fc.constantFrom(
      "/",
      "/users/",
      "/users//pause",
      "/nothing",
      "/users/%E0%A4%A",
      "/users/%00",
      "/me/..%2fusers",
      `${path}/`,
    ),
    fc.string({ maxLength: 20 }).map((text) => `/${encodeURIComponent(text.toWellFormed())}`),
  );
const filled = (path: string, values: Record<string, unknown>) =>
  path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "undefined");
    return text.startsWith("{{") ? text : encodeURIComponent(text.toWellFormed()) || "-";
  });

const tag = fc.oneof(
  fc.nat(9).map((n) => `"${n}"`),
  fc.constantFrom("*", "1", 'W/"1"', '"a"', '"1", "2"', "", '"1.abc"'),
);
const headers = (): fc.Arbitrary<Record<string, string>> =>
  fc
    .record({
      "if-match": maybe(tag, 8),
      "if-none-match": maybe(tag, 8),
      "idempotency-key": maybe(
        fc.oneof(
          fc.nat(40).map((n) => `key-${n}`),
          fc.string({ unit: fc.constantFrom("a", " ", "~", "\u00e9"), maxLength: 12 }),
        ),
        3,
      ),
      "content-type": maybe(
        fc.constantFrom(
          "text/plain",
          "application/json; charset=utf-8",
          "multipart/form-data",
          "APPLICATION/JSON",
          "",
        ),
        20,
      ),
      accept: maybe(fc.constantFrom("text/html", "*/*", "application/xml;q=0"), 8),
      authorization: maybe(
        fc.constantFrom(
          "Bearer",
          "Bearer x",
          `Bearer ${"y".repeat(43)}`,
          "Basic YTpi",
          "",
          `Bearer castellan_${"z".repeat(51)}`,
        ),
        30,
      ),
      origin: maybe(fc.constantFrom("http://localhost:3000", "https://evil.example", "null"), 10),
      "x-http-method-override": maybe(fc.constant("DELETE"), 40),
    })
    .map(
      (all) =>
        Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null)) as Record<
          string,
          string
        >,
    );
const maybe = <T>(one: fc.Arbitrary<T>, freq: number) =>
  fc
    .option(one, { freq: 1, nil: null })
    .chain((value) => often(fc.constant(null), fc.constant(value), freq));

function bodies(draw: Draw, schema: Schema | undefined): fc.Arbitrary<string | null> {
  const broken = fc.constantFrom(
    "",
    "{",
    "[]",
    "null",
    "7",
    '"text"',
    "\u0000",
    '{"a":1,}',
    "[".repeat(3_000),
    '{"__proto__":{"role":"owner"}}',
    '{"constructor":1}',
    "{}x",
    "\ufeff{}",
  );
  const nonsense = fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.stringify(value));
  if (!schema) {
    return fc.oneof(
      { arbitrary: fc.constant(null), weight: 8 },
      { arbitrary: fc.constant("{}"), weight: 4 },
      { arbitrary: nonsense, weight: 1 },
      { arbitrary: broken, weight: 1 },
    );
  }
  const written = (value: unknown) => JSON.stringify(value);
  return fc.oneof(
    { arbitrary: draw.fitting(schema).map(written), weight: 12 },
    { arbitrary: draw.nearly(schema).map(written), weight: 8 },
    { arbitrary: nonsense, weight: 1 },
    { arbitrary: broken, weight: 1 },
    { arbitrary: fc.constant(null), weight: 1 },
  );
}

/** Draws values from schemas. */
class Draw {
  constructor(private readonly document: OpenApi) {}

  query(parameters: Parameter[]): fc.Arbitrary<[string, string][]> {
    const one = (parameter: Parameter) =>
      this.mostly(parameter.schema, parameter.name).map((value): [string, string] => [
        parameter.name,
        typeof value === "string" ? value : JSON.stringify(value),
      ]);
    const strange = fc.tuple(
      fc.constantFrom("colour", "__proto__", "toString", "userId", "limit", "a[]"),
      fc.string({ maxLength: 8 }),
    );
    const chosen = parameters.length
      ? fc
          .subarray(parameters, { maxLength: Math.min(4, parameters.length) })
          .chain((some) => fc.tuple(...some.map(one)))
      : fc.constant<[string, string][]>([]);
    return often(
      chosen,
      fc.tuple(chosen, strange).map(([some, more]) => [...some, ...some.slice(0, 1), more]),
      8,
    );
  }

  mostly = (schema: Schema, name: string): fc.Arbitrary<unknown> =>
    fc.oneof({ arbitrary: this.fitting(schema, name), weight: 6 }, { arbitrary: odd, weight: 1 });

  fitting(schema: Schema, name = ""): fc.Arbitrary<unknown> {
    const it = resolve<Schema>(this.document, schema);
    const stands = standIns[name];
    if (stands)
      return often(
        fc.nat(30).map((n) => `{{${stands}:${n}}}`),
        this.plain(it, name),
        4,
      );
    return this.plain(it, name);
  }

  private plain(it: Schema, name: string): fc.Arbitrary<unknown> {
    if ("const" in it) return fc.constant(it.const);
    if (it.enum) return fc.constantFrom(...it.enum);
    const choices = it.anyOf ?? it.oneOf;
    if (choices) return fc.oneof(...choices.map((one) => this.fitting(one, name)));
    const types = [it.type ?? "string"].flat();
    const drawn = types.map((type) => this.ofType(type, it, name));
    const arbitrary = drawn.length === 1 ? drawn[0]! : fc.oneof(...drawn);
    return it.examples ? fc.oneof(arbitrary, fc.constantFrom(...it.examples)) : arbitrary;
  }

  private ofType(type: string, it: Schema, name: string): fc.Arbitrary<unknown> {
    switch (type) {
      case "object":
        return this.object(it);
      case "array":
        return fc.array(it.items ? this.fitting(it.items, name) : fc.jsonValue(), {
          minLength: it.minItems,
          maxLength: Math.min(it.maxItems ?? 4, 4),
        });
      case "integer":
      case "number":
        return fc.integer({ min: it.minimum ?? -1_000, max: it.maximum ?? 1_000 });
      case "boolean":
        return fc.boolean();
      case "null":
        return fc.constant(null);
      default:
        return text(it);
    }
  }

  private object(it: Schema): fc.Arbitrary<unknown> {
    const properties = Object.entries(it.properties ?? {});
    return fc.record(
      Object.fromEntries(properties.map(([name, one]) => [name, this.fitting(one, name)])),
      { requiredKeys: (it.required ?? []) as never[] },
    );
  }

  /** What fits, with one thing wrong with it. */
  nearly(schema: Schema): fc.Arbitrary<unknown> {
    const it = resolve<Schema>(this.document, schema);
    const names = [...Object.keys(it.properties ?? {}), "userId", "__proto__", "age"];
    return fc
      .tuple(this.fitting(it), fc.constantFrom(...names), odd, fc.boolean())
      .map(([value, name, wrong, leftOut]) => {
        const changed = new Map(Object.entries(value as object));
        if (leftOut) changed.delete(name);
        else changed.set(name, wrong);
        return Object.fromEntries(changed);
      });
  }
}

const odd: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    "",
    " ",
    "\u0000",
    "a\u0000b",
    "\ud800",
    "x".repeat(300),
    "x".repeat(3_000),
    "\u202eabc",
    "🙂".repeat(60),
    "'; drop table users; --",
    "../../etc/passwd",
    "0",
    "-1",
    "1e400",
    "NaN",
    "null",
    "__proto__",
    "2026-02-30",
    "0000-01-01T00:00:00Z",
    "9999-12-31T23:59:59.999Z",
    "+275760-09-13T00:00:00.001Z",
    "-000001-01-01T00:00:00Z",
    "00000000-0000-0000-0000-000000000000",
    "a@b.example",
    null,
    true,
    0,
    -1,
    1e308,
    [],
    {},
    [null],
    { a: { b: 1 } },
  ),
  fc.string({ unit: "binary", maxLength: 30 }),
  fc.uuid(),
  fc.jsonValue({ maxDepth: 2 }),
);

function text(it: Schema): fc.Arbitrary<string> {
  const min = it.minLength ?? 0;
  const most = it.maxLength ?? 60;
  const { format = "" } = it;
  switch (format) {
    case "uuid":
      return fc.uuid();
    case "date-time":
      return fc.date({ noInvalidDate: true }).map((date) => date.toISOString());
    case "date":
      return fc
        .date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) })
        .map((date) => date.toISOString().slice(0, 10));
    case "idn-email":
      return fc.emailAddress();
    case "uri":
      return fc.webUrl();
    default:
      if (it.pattern) return fc.stringMatching(new RegExp(it.pattern));
      return fc.oneof(
        {
          arbitrary: fc.string({ minLength: Math.min(min, most), maxLength: Math.min(most, 40) }),
          weight: 4,
        },
        {
          arbitrary: fc.string({ unit: "grapheme", minLength: min, maxLength: Math.min(most, 20) }),
          weight: 2,
        },
        { arbitrary: fc.constantFrom("x".repeat(most), "x".repeat(most + 1)), weight: 1 },
      );
  }
}
