import type { z } from "zod";

import { visitor } from "@/lib/gate/believe";
import { nobody } from "@/lib/gate/look";
import { refusalsOf } from "@/lib/gate/refusals";
import { mayAsk, mayDo } from "@/lib/policy/policy";
import { type Scope, scopeFor } from "@/lib/policy/scopes";
import { type ProblemCode, problems, titleOf } from "@/lib/api/problem";
import { isVersioned, type Method, nameOf, type Route, routes, templateOf } from "@/lib/api/routes";
import { exampleOf } from "./example";
import { parameters, type Parameter } from "./parameters";
import { Components, type Schema } from "./schema";
import { whoMay } from "./who";
import { nouns, summaries } from "./words";

export type Content = Record<string, { schema: Schema; example?: unknown }>;
export type Header = { description: string; schema: Schema; required?: boolean };
export type Answer = {
  description: string;
  headers?: Record<string, Header | Ref>;
  content?: Content;
};
type Ref = { $ref: string };

export type Operation = {
  operationId: string;
  summary: string;
  tags: string[];
  /** who may, in a sentence */
  "x-who": string;
  /** the scope that opens it to an API key; null where none does */
  "x-scope": Scope | null;
  security: Record<string, string[]>[];
  parameters: (Parameter | Ref)[];
  requestBody?: { required: boolean; content: Content };
  responses: Record<string, Answer | Ref>;
};

export type OpenApi = {
  openapi: string;
  info: { title: string; version: string; description: string; license: object };
  servers: { url: string }[];
  tags: { name: string; description: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: {
    schemas: Record<string, Schema>;
    parameters: Record<string, Parameter>;
    headers: Record<string, Header>;
    responses: Record<string, Answer>;
    securitySchemes: Record<string, object>;
  };
};

const JSON_TYPE = "application/json";

/** The API as OpenAPI 3.1 has it, made of the routes and of what verbs and questions declare (P36). */
export function openApi(): OpenApi {
  const components = new Components();
  components.schemas.Problem = problemSchema;
  const answers: Record<string, Answer> = {};
  const paths: OpenApi["paths"] = {};
  const tell = (path: string, method: Method, route: Route) => {
    const told = (paths[templateOf(path)] ??= {});
    told[method.toLowerCase()] = operation(path, method, route, components, answers);
  };
  for (const [path, methods] of Object.entries(routes)) {
    for (const [method, route] of Object.entries(methods) as [Method, Route][]) {
      tell(path, method, route);
    }
  }
  paths["/openapi.json"] = { get: itself(answers) };
  const tags = new Map(Object.keys(paths).map((path) => [tagOf(path).name, tagOf(path)]));
  return {
    openapi: "3.1.1",
    info: {
      title: "Castellan",
      version: "1",
      description:
        "Accounts, their people, and what was done. JSON in camelCase; times are ISO 8601 in UTC, ids are UUIDs. Every answer carries X-Request-Id, which also stands in the account’s activity.",
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: "/api/v1" }],
    tags: [...tags.values()],
    paths,
    components: {
      schemas: sorted(components.schemas),
      parameters,
      headers,
      responses: sorted(answers),
      securitySchemes,
    },
  };
}

const sorted = <T>(table: Record<string, T>): Record<string, T> =>
  Object.fromEntries(Object.entries(table).toSorted(([a], [b]) => (a < b ? -1 : 1)));

const tagOf = (path: string) => nouns[path.split("/")[1]!] ?? { name: "Other", description: "" };

function operation(
  path: string,
  method: Method,
  route: Route,
  components: Components,
  answers: Record<string, Answer>,
): Operation {
  const name = nameOf(route);
  const declared = "query" in route ? route.query : route.command;
  const versioned = isVersioned(path, method);
  const input = ("command" in route && route.takes) || (declared.input as z.ZodObject);
  const fields = components.of(input, "input");
  const once = method === "POST" && !isFile(route);
  const body = method === "GET" ? null : bodyOf(path, fields, components.schemas);
  const scope = scopeFor(name, "query" in route ? "read" : "write");
  const open = "query" in route ? mayAsk[route.query.name] : mayDo[route.command.name];
  const codes: ProblemCode[] = [
    ...refusalsOf(declared),
    ...(method === "GET" ? [] : ofChanges),
    ...(method === "GET" || ("command" in route && route.asVisitor)
      ? []
      : (["wrong_origin"] as const)),
    ...(open(visitor, nobody) ? [] : (["page_of_another"] as const)),
    ...(versioned ? (["changed_since"] as const) : []),
    ...(once ? ofPosts : []),
  ];
  return {
    operationId: name,
    summary: summaries[name] ?? "",
    tags: [tagOf(path).name],
    "x-who": whoMay(name),
    "x-scope": scope,
    security: open(visitor, nobody)
      ? []
      : [{ session: [] }, { cookie: [] }, ...(scope ? [{ apiKey: [scope] }] : [])],
    parameters: [
      ...parametersOf(path, method, fields, components.schemas),
      ...(versioned ? [ref("parameters", "If-Match")] : []),
      ...(once ? [ref("parameters", "Idempotency-Key")] : []),
    ],
    ...(body && { requestBody: body }),
    responses: {
      ...success(method, route, components),
      ...refusals(codes, answers),
    },
  };
}

const ofChanges = [
  "not_json",
  "unsupported_media_type",
  "too_large",
  "precondition_refused",
] as const satisfies ProblemCode[];
const ofPosts = [
  "idempotency_key_refused",
  "idempotency_mismatch",
  "idempotency_in_progress",
  "idempotency_answer_destroyed",
] as const satisfies ProblemCode[];

const ref = (kind: string, name: string): Ref => ({ $ref: `#/components/${kind}/${name}` });

const inPath = (path: string) => [...path.matchAll(/:(\w+)/g)].map(([, name]) => name!);

function parametersOf(
  path: string,
  method: Method,
  { properties = {}, required = [] }: Schema,
  named: Record<string, Schema>,
): Parameter[] {
  const ofPath = inPath(path);
  const queried = method === "GET" ? Object.keys(properties) : [];
  return [...new Set([...ofPath, ...queried])].map((name) => ({
    name,
    in: ofPath.includes(name) ? "path" : "query",
    required: ofPath.includes(name) || required.includes(name),
    ...(properties[name]!.description && { description: properties[name]!.description }),
    schema: properties[name]!,
    ...(ofPath.includes(name) && { example: exampleOf(properties[name]!, named) }),
  }));
}

/** The body: the fields that do not stand in the path. */
function bodyOf(path: string, fields: Schema, named: Record<string, Schema>) {
  const elsewhere = new Set(inPath(path));
  const own = ([name]: [string, unknown]) => !elsewhere.has(name);
  const properties = Object.fromEntries(Object.entries(fields.properties ?? {}).filter(own));
  const required = (fields.required ?? []).filter((name) => !elsewhere.has(name));
  if (!Object.keys(properties).length) return null;
  const schema: Schema = { ...fields, properties, required };
  if (!required.length) delete schema.required;
  return {
    required: required.length > 0,
    content: { [JSON_TYPE]: { schema, example: exampleOf(schema, named) } },
  };
}

/** A file is sent anew each time it is asked for. */
const isFile = (route: Route): boolean => "command" in route && route.sends !== undefined;

const fileAnswer: Answer = {
  description: "The file",
  headers: {
    ...everywhere(),
    "Content-Disposition": { description: "Its name", schema: { type: "string" }, required: true },
  },
  content: {
    "application/zip": { schema: { type: "string", format: "binary" }, example: "PK…" },
  },
};

/** Where only some of what an address answers with counts its versions. */
const sometimesTagged = {
  description: "The version of the object, where it counts them",
  schema: { type: "string" },
} as const;

function success(method: Method, route: Route, components: Components): Record<string, Answer> {
  if (isFile(route)) return { [route.status]: fileAnswer };
  const output = outputOf(route);
  const common = {
    ...everywhere(),
    ...(method === "POST" && { "Idempotency-Replayed": ref("headers", "Idempotency-Replayed") }),
  };
  if (!output) return { [route.status]: { description: says(route.status), headers: common } };
  const schema = components.of(output, "output");
  const whole = schema.$ref ? components.schemas[schema.$ref.split("/").at(-1)!]! : schema;
  const variants = (whole.anyOf ?? [whole]).map((one) =>
    one.$ref ? components.schemas[one.$ref.split("/").at(-1)!]! : one,
  );
  const counted = variants.filter((one) => Boolean(one.properties?.version));
  const tagged = counted.length > 0;
  const always = counted.length === variants.length;
  const etag = tagged && { ETag: always ? ref("headers", "ETag") : sometimesTagged };
  const example = exampleOf(schema, components.schemas);
  return {
    [route.status]: {
      description: whole.description ?? says(route.status),
      headers: { ...common, ...etag },
      content: { [JSON_TYPE]: { schema, example } },
    },
    ...(tagged &&
      method === "GET" && {
        304: { description: "It is what `If-None-Match` names", headers: { ...common, ...etag } },
      }),
  };
}

/** What a call answers with when it succeeds; null for nothing. */
export function outputOf(route: Route): z.ZodType | null {
  if ("query" in route) return route.query.output;
  if (route.sends) return null;
  if (route.tells) return route.tells.output;
  if (route.shows) return route.shows.output;
  return route.status === 204 || route.status === 202 ? null : route.command.output;
}

/** What every answer says. */
function everywhere() {
  return Object.fromEntries(
    ["X-Request-Id", "RateLimit-Policy", "RateLimit"].map((name) => [name, ref("headers", name)]),
  );
}

const says = (status: number) =>
  ({ 200: "Done", 201: "Made", 202: "Accepted: a letter is on its way", 204: "Done" })[status] ??
  "Done";

/** One answer per status, whose body names the codes it may carry; those that are alike are told once. */
function refusals(codes: ProblemCode[], answers: Record<string, Answer>): Record<string, Ref> {
  const byStatus = new Map<number, ProblemCode[]>();
  for (const code of new Set(codes)) {
    const { status } = problems[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, ofStatus]) => {
      const known = ofStatus.toSorted();
      const name = [status, ...known].join(".");
      answers[name] ??= problemAnswer(status, known);
      return [status, ref("responses", name)];
    }),
  );
}

function problemAnswer(status: number, codes: ProblemCode[]): Answer {
  const [first] = codes;
  const waits = [409, 429, 503].includes(status);
  return {
    description: codes.map((code) => `\`${code}\`: ${problems[code].says}`).join("\n\n"),
    headers: {
      ...everywhere(),
      ...(waits && { "Retry-After": ref("headers", "Retry-After") }),
    },
    content: {
      "application/problem+json": {
        schema: {
          allOf: [
            { $ref: "#/components/schemas/Problem" },
            { type: "object", properties: { code: { type: "string", enum: codes } } },
          ],
        },
        example: {
          type: `/developers/api#error-${first}`,
          code: first,
          status,
          title: titleOf(first!),
          detail: problems[first!].says,
          requestId: "2f6f0d8e-7a52-4f2b-9a0e-6d6c1f6f3f10",
          ...(first === "invalid" && { fields: { name: "Give a name." } }),
        },
      },
    },
  };
}

const problemSchema: Schema = {
  type: "object",
  description:
    "A refusal, as RFC 9457 has it. `code` is stable; `title` and `detail` are for people.",
  properties: {
    type: { type: "string", description: "Where the code is explained" },
    code: { type: "string", enum: Object.keys(problems).toSorted() },
    status: { type: "integer" },
    title: { type: "string" },
    detail: { type: "string" },
    requestId: { type: "string" },
    fields: {
      type: "object",
      description: "What each field needs, in words",
      additionalProperties: { type: "string" },
    },
  },
  required: ["type", "code", "status", "title", "detail", "requestId"],
  additionalProperties: false,
};

const headers: Record<string, Header> = {
  "X-Request-Id": {
    description: "Names the request, here and in the account’s activity",
    schema: { type: "string" },
    required: true,
  },
  "RateLimit-Policy": {
    description:
      'The limits the call was counted against, each as `"name";q=quota;w=seconds`, a list of structured fields',
    schema: { type: "string" },
  },
  RateLimit: {
    description:
      "How many calls are left of each limit, `r`, and in how many seconds it starts over, `t`",
    schema: { type: "string" },
  },
  ETag: {
    description: "The version of the object; send it as `If-Match` with a change of it",
    schema: { type: "string" },
    required: true,
  },
  "Retry-After": {
    description: "Seconds until a retry makes sense",
    schema: { type: "integer" },
  },
  "Idempotency-Replayed": {
    description: "`true` where the answer is that of an earlier request with the same key",
    schema: { type: "string", enum: ["true"] },
  },
};

const securitySchemes = {
  session: {
    type: "http",
    scheme: "bearer",
    description: "The token of `POST /sessions`, for people",
  },
  apiKey: {
    type: "http",
    scheme: "bearer",
    bearerFormat: "castellan_…",
    description:
      "An API key, for programs. It may what its scopes open, and never more than whoever made it",
  },
  cookie: {
    type: "apiKey",
    in: "cookie",
    name: "__Host-castellan-session",
    description:
      "The panel’s own session. It holds only for a page of the panel, which says in Castellan-Page for whom it was drawn",
  },
};

/** The description describes itself. */
function itself(answers: Record<string, Answer>): Operation {
  return {
    operationId: "contract.show",
    summary: summaries["contract.show"]!,
    tags: [nouns["openapi.json"]!.name],
    "x-who": "Anyone",
    "x-scope": null,
    security: [],
    parameters: [],
    responses: {
      200: {
        description: "OpenAPI 3.1",
        headers: everywhere(),
        content: {
          [JSON_TYPE]: {
            schema: {
              type: "object",
              properties: { openapi: { type: "string" } },
              required: ["openapi"],
              additionalProperties: true,
            },
            example: { openapi: "3.1.1" },
          },
        },
      },
      ...refusals(["invalid", "too_many", "busy", "unavailable", "internal"], answers),
    },
  };
}
