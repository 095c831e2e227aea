import type { Schema } from "./schema";

export type Parameter = {
  name: string;
  in: "path" | "query" | "header";
  required: boolean;
  description?: string;
  schema: Schema;
  example?: unknown;
};

/** What many operations take alike, in headers. */
export const parameters: Record<string, Parameter> = {
  "Idempotency-Key": {
    name: "Idempotency-Key",
    in: "header",
    required: false,
    description:
      "Makes it once: for 24 hours the same key with the same body is answered alike, with another body refused",
    schema: { type: "string", pattern: "^[\\x21-\\x7e]{1,255}$" },
    example: "5e1d7a52-0d8e-4f2b-9a0e-6d6c1f6f3f10",
  },
  "If-Match": {
    name: "If-Match",
    in: "header",
    required: false,
    description: "The `ETag` that was looked at: a newer version is not overwritten",
    schema: { type: "string", pattern: '^("\\d{1,9}(\\.[\\w-]+)?"|\\*)$' },
    example: '"3.mP1yq0Zs4Lw8kT2v"',
  },
};
