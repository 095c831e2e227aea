import { alwaysRefused } from "@/lib/gate/refusals";
import { type ProblemCode, problems } from "@/lib/api/problem";
import { type Answer, type OpenApi, openApi, type Operation } from "./document";
import type { Parameter } from "./parameters";
import { remedies } from "./remedies";
import { resolve } from "./resolve";
import type { Schema } from "./schema";

/** One thing that is sent or told, as a row of a table. */
export type Field = { name: string; place: string; required: boolean; schema: Schema };

export type ErrorTold = { code: string; status: number; says: string; remedy: string };

/** An operation as the reference shows it: nothing is left to look up elsewhere. */
export type OperationTold = {
  id: string;
  summary: string;
  method: string;
  path: string;
  who: string;
  scope: string | null;
  takes: Field[];
  answer: { status: string; description: string; schema: Schema | null; example: string | null };
  /** refusals of its own, and the codes that everything may refuse with */
  errors: ErrorTold[];
  general: string[];
  curl: string;
};

export type Reference = {
  nouns: { name: string; slug: string; description: string; operations: OperationTold[] }[];
  objects: { name: string; description: string; fields: Field[] }[];
  errors: ErrorTold[];
};

/** The reference, made of the description alone. */
export function reference(origin: string): Reference {
  const document = openApi();
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      tag: operation.tags[0],
      told: told(document, origin, path, method.toUpperCase(), operation),
    })),
  );
  return {
    nouns: document.tags.map(({ name, description }) => ({
      name,
      slug: name.toLowerCase().replaceAll(/[^a-z]+/g, "-"),
      description,
      operations: operations.filter(({ tag }) => tag === name).map((one) => one.told),
    })),
    objects: Object.entries(document.components.schemas).map(([name, schema]) => ({
      name,
      description: schema.description ?? "",
      fields: fieldsOf(schema, ""),
    })),
    errors: (Object.keys(problems) as ProblemCode[]).toSorted().map(errorTold),
  };
}

function told(
  document: OpenApi,
  origin: string,
  path: string,
  method: string,
  operation: Operation,
): OperationTold {
  const [status, answer] = Object.entries(operation.responses).find(([one]) => one < "300")!;
  const { description, content } = resolve<Answer>(document, answer);
  const [good] = Object.values(content ?? {});
  const codes = codesOf(document, operation);
  const general = new Set<string>([...alwaysRefused, ...ofEveryRequest]);
  const sent = Object.values(operation.requestBody?.content ?? {})[0];
  return {
    id: operation.operationId,
    summary: operation.summary,
    method,
    path,
    who: operation["x-who"],
    scope: operation["x-scope"],
    takes: [
      ...operation.parameters
        .map((one) => resolve<Parameter>(document, one))
        .map(({ name, in: place, required, schema, description: says }) => ({
          name,
          place,
          required,
          schema: { description: says, ...schema },
        })),
      ...(sent ? fieldsOf(sent.schema, "body") : []),
    ],
    answer: {
      status,
      description,
      schema: good?.schema ?? null,
      example: good ? JSON.stringify(good.example, null, 2) : null,
    },
    errors: codes.filter((code) => !general.has(code)).map(errorTold),
    general: codes.filter((code) => general.has(code)),
    curl: curl(document, origin, path, method, operation),
  };
}

const ofEveryRequest: ProblemCode[] = [
  "wrong_origin",
  "page_of_another",
  "changed_meanwhile",
  "not_json",
  "unsupported_media_type",
  "too_large",
  "precondition_refused",
  "idempotency_key_refused",
  "idempotency_mismatch",
  "idempotency_in_progress",
  "idempotency_answer_destroyed",
];

const errorTold = (code: ProblemCode): ErrorTold => ({
  code,
  ...problems[code],
  remedy: remedies[code] ?? "",
});

function codesOf(document: OpenApi, { responses }: Operation): ProblemCode[] {
  return Object.values(responses)
    .map((one) => resolve<Answer>(document, one))
    .flatMap(({ content }) => content?.["application/problem+json"]?.schema.allOf ?? [])
    .flatMap(({ properties }) => (properties?.code?.enum ?? []) as ProblemCode[]);
}

function fieldsOf({ properties = {}, required = [] }: Schema, place: string): Field[] {
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    place,
    required: required.includes(name),
    schema,
  }));
}

/** The call as one would type it, with the example of its body. */
function curl(
  document: OpenApi,
  origin: string,
  path: string,
  method: string,
  { parameters, requestBody, security }: Operation,
): string {
  const filled = parameters
    .map((one) => resolve<Parameter>(document, one))
    .filter((one) => one.in === "path")
    .reduce((text, one) => text.replace(`{${one.name}}`, String(one.example)), path);
  const [body] = Object.values(requestBody?.content ?? {});
  const lines = [
    `curl ${method === "GET" ? "" : `-X ${method} `}${origin}/api/v1${filled}`,
    ...(security.length ? ['-H "authorization: Bearer $TOKEN"'] : []),
    ...(body
      ? ["-H 'content-type: application/json'", `-d '${JSON.stringify(body.example)}'`]
      : []),
  ];
  return lines.join(" \\\n  ");
}
