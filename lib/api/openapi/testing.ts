import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

import type { OpenApi } from "./document";
import type { Schema } from "./schema";

/** Holds values against schemas of the document: what is wrong with one, in words; null where it fits. */
export function checkerOf(document: OpenApi) {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema(document, "api");
  const known = new Map<Schema, ReturnType<typeof ajv.compile>>();
  return (schema: Schema, value: unknown): string | null => {
    let check = known.get(schema);
    if (!check) {
      const text = JSON.stringify(schema).replaceAll('"#/components/', '"api#/components/');
      known.set(schema, (check = ajv.compile(JSON.parse(text) as object)));
    }
    return check(value) ? null : ajv.errorsText(check.errors);
  };
}
