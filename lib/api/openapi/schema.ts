import { z } from "zod";

/** The part of JSON Schema that is made here. */
export type Schema = {
  $ref?: string;
  type?: string | string[];
  format?: string;
  enum?: unknown[];
  const?: unknown;
  default?: unknown;
  examples?: unknown[];
  description?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
};

/** The schemas that have a name, each told once. */
export class Components {
  readonly schemas: Record<string, Schema> = {};

  /** A schema as it travels: what is sent (`input`) or answered (`output`). Named parts become references. */
  of(schema: z.ZodType, io: "input" | "output"): Schema {
    const { $defs = {}, ...made } = z.toJSONSchema(z.object({ it: schema }), {
      io,
      unrepresentable: "any",
      override: ({ zodSchema, jsonSchema }) => tidy(zodSchema._zod.def.type, jsonSchema as Schema),
    }) as Schema & { $defs?: Record<string, Schema> };
    for (const [name, one] of Object.entries($defs)) this.schemas[name] ??= here(one);
    return here(made.properties!.it!);
  }
}

/** Formats say what patterns would repeat; limits of whole numbers in JavaScript are nobody's news. */
function tidy(type: string, schema: Schema): void {
  if (type === "date") Object.assign(schema, { type: "string", format: "date-time" });
  if (schema.format) delete schema.pattern;
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
  if (type === "record") delete (schema as { propertyNames?: unknown }).propertyNames;
}

/** References point into the document. */
const here = (schema: Schema): Schema =>
  JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/')) as Schema;
