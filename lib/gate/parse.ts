import type { z } from "zod";

import { Failure } from "./failure";

/** Reads input once, at the gate; inside, the type is relied on. */
export function parse<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const broken = brokenText(input);
  if (broken)
    throw new Failure("invalid", { fields: { [broken]: "Remove what is no character." } });
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const fields = new Map<string, string>();
  const say = (name: string, says: string) => fields.has(name) || fields.set(name, says);
  for (const issue of parsed.error.issues) {
    if (issue.code === "unrecognized_keys") {
      for (const key of issue.keys)
        say([...issue.path, key].join("."), "This field is not known here.");
    } else {
      say(issue.path.join(".") || "input", issue.message);
    }
  }
  throw new Failure("invalid", { fields: Object.fromEntries(fields) });
}

/** Where some text holds what no text can: U+0000, or half of a character. No field of ours does, nor its name. */
function brokenText(input: unknown): string | null {
  const waiting: [path: string, value: unknown][] = [["", input]];
  const met = new Set<object>();
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [path, value] = next;
    if (typeof value === "string" && !isText(value)) return path || "input";
    if (typeof value !== "object" || value === null || met.has(value)) continue;
    met.add(value);
    for (const [name, one] of Object.entries(value)) {
      if (!isText(name)) return path || "input";
      waiting.push([path ? `${path}.${name}` : name, one]);
    }
  }
  return null;
}

const isText = (value: string) => value.isWellFormed() && !value.includes("\0");
