import type { Schema } from "./schema";

const formats: Record<string, string> = {
  uuid: "0198c0de-0000-7000-8000-000000000001",
  "date-time": "2026-03-01T09:30:00.000Z",
  date: "2026-03-01",
  email: "mia@example.test",
  uri: "https://example.test/hooks",
};

/** A value that fits a schema, out of the examples it gives. */
export function exampleOf(schema: Schema, named: Record<string, Schema>): unknown {
  if (schema.examples) return schema.examples[0];
  if (schema.$ref) return exampleOf(named[schema.$ref.split("/").at(-1)!]!, named);
  if ("const" in schema) return schema.const;
  if (schema.enum) return schema.enum[0];
  if (schema.default !== undefined) return schema.default;
  if (schema.allOf)
    return Object.assign({}, ...schema.allOf.map((one) => exampleOf(one, named))) as unknown;
  const [choice] = (schema.anyOf ?? schema.oneOf ?? []).toSorted(told);
  if (choice) return exampleOf(choice, named);
  const [type] = [schema.type].flat();
  switch (type) {
    case "object":
      return Object.fromEntries(
        Object.entries(schema.properties ?? {}).map(([name, one]) => [name, exampleOf(one, named)]),
      );
    case "array":
      return schema.items ? [exampleOf(schema.items, named)] : [];
    case "integer":
    case "number":
      return schema.minimum ?? 0;
    case "boolean":
      return false;
    case "string":
      return formats[schema.format ?? ""] ?? "text".padEnd(schema.minLength ?? 0, "x");
    case undefined:
    default:
      return null;
  }
}

/** Something says more than nothing. */
const told = (a: Schema, b: Schema) => Number(isNothing(a)) - Number(isNothing(b));
const isNothing = (schema: Schema) => schema.type === "null" || schema.const === "";
