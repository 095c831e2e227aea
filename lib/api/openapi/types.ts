import type { Answer, OpenApi, Operation } from "./document";
import type { Parameter } from "./parameters";
import { resolve } from "./resolve";
import type { Schema } from "./schema";

/**
 * The description as types, in the shape `openapi-fetch` reads: `paths` by address and method. It knows the kinds of
 * schema that are made here, and no others.
 */
export function typesOf(document: OpenApi): string {
  const schemas = Object.entries(document.components.schemas)
    .map(([name, schema]) => `  ${name}: ${typeOf(schema)};`)
    .join("\n");
  const paths = Object.entries(document.paths)
    .map(([path, methods]) => {
      const told = Object.entries(methods)
        .map(([method, operation]) => `    ${method}: ${operationOf(document, operation)};`)
        .join("\n");
      return `  ${JSON.stringify(path)}: {\n${told}\n  };`;
    })
    .join("\n");
  return `// Generated from the description of the API by lib/api/openapi/types.ts; \`npx vitest run --update\` writes it anew.

/** The objects of the API, by name. */
export interface schemas {
${schemas}
}

type Json<T> = { headers: Record<string, unknown>; content: { "application/json": T } };
type Zip = { headers: Record<string, unknown>; content: { "application/zip": Blob } };
type Nothing = { headers: Record<string, unknown>; content?: never };
type Refused<Code extends string> = {
  headers: Record<string, unknown>;
  content: { "application/problem+json": schemas["Problem"] & { code: Code } };
};

/** Every address of the API, with what is sent and answered. */
export interface paths {
${paths}
}
`;
}

function operationOf(document: OpenApi, operation: Operation): string {
  const parameters = operation.parameters.map((one) => resolve<Parameter>(document, one));
  const places = (["path", "query", "header"] as const).map((place) => {
    const some = parameters.filter((one) => one.in === place);
    if (!some.length) return `${place}?: never`;
    const optional = some.every(({ required }) => !required) ? "?" : "";
    const fields = some.map(
      ({ name, required, schema }) =>
        `${JSON.stringify(name)}${required ? "" : "?"}: ${typeOf(schema)}`,
    );
    return `${place}${optional}: { ${fields.join("; ")} }`;
  });
  const { requestBody } = operation;
  const body = requestBody
    ? `requestBody${requestBody.required ? "" : "?"}: { content: { "application/json": ${typeOf(
        Object.values(requestBody.content)[0]!.schema,
      )} } }`
    : "requestBody?: never";
  const responses = Object.entries(operation.responses).map(
    ([status, answer]) => `${status}: ${answerOf(resolve<Answer>(document, answer))}`,
  );
  return `{ parameters: { ${places.join("; ")} }; ${body}; responses: { ${responses.join("; ")} } }`;
}

function answerOf({ content }: Answer): string {
  if (!content) return "Nothing";
  const [[type, { schema }] = ["", { schema: {} as Schema }]] = Object.entries(content);
  if (type === "application/zip") return "Zip";
  if (type === "application/json") return `Json<${typeOf(schema)}>`;
  const codes = schema.allOf?.flatMap(({ properties }) => properties?.code?.enum ?? []) ?? [];
  return `Refused<${codes.map((code) => JSON.stringify(code)).join(" | ")}>`;
}

function typeOf(schema: Schema): string {
  if (schema.$ref) return `schemas[${JSON.stringify(schema.$ref.split("/").at(-1))}]`;
  if ("const" in schema) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) {
    const types = [...new Set(choices.map(typeOf))];
    // A text among others is any text.
    return types.filter((one) => !(types.includes("string") && one.startsWith('"'))).join(" | ");
  }
  const types = [schema.type ?? "unknown"].flat();
  return [...new Set(types.map((type) => plain(type, schema)))].join(" | ");
}

function plain(type: string, schema: Schema): string {
  switch (type) {
    case "string":
    case "boolean":
    case "null":
      return type;
    case "integer":
    case "number":
      return "number";
    case "array":
      return `(${schema.items ? typeOf(schema.items) : "unknown"})[]`;
    case "object":
      return objectOf(schema);
    default:
      return "unknown";
  }
}

function objectOf({ properties, required = [], additionalProperties }: Schema): string {
  if (!properties) {
    const values =
      typeof additionalProperties === "object" ? typeOf(additionalProperties) : "unknown";
    return `Record<string, ${values}>`;
  }
  const fields = Object.entries(properties).map(
    ([name, one]) => `${JSON.stringify(name)}${required.includes(name) ? "" : "?"}: ${typeOf(one)}`,
  );
  return `{ ${fields.join("; ")} }`;
}
