import type { z } from "zod";

import { Failure } from "./failure";

/** Reads input once, at the gate; inside, the type is relied on. */
export function parse<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const fields: Record<string, string> = {};
  for (const issue of parsed.error.issues) {
    if (issue.code === "unrecognized_keys") {
      for (const key of issue.keys)
        fields[[...issue.path, key].join(".")] ??= "This field is not known here.";
    } else {
      fields[issue.path.join(".") || "input"] ??= issue.message;
    }
  }
  throw new Failure("invalid", { fields });
}
