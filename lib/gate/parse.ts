import type { z } from "zod";

import { troubleOfPeriod } from "@/lib/lists/shapes";
import { Failure } from "./failure";
import { problemWords, UNKNOWN_FIELD } from "./problem-words";

/** Reads input once, at the gate; inside, the type is relied on. */
export function parse<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const broken = brokenText(input);
  if (broken)
    throw new Failure("invalid", {
      fields: problemsOf([[broken, "Remove what is no character."]]),
    });
  const parsed = schema.safeParse(input, { error: problemWords });
  if (parsed.success) {
    const trouble = troubleOfPeriod(parsed.data);
    if (trouble) throw new Failure("invalid", { fields: trouble });
    return parsed.data;
  }
  const found = parsed.error.issues.flatMap((issue): [string, string][] =>
    issue.code === "unrecognized_keys"
      ? issue.keys.map((key) => [[...issue.path, key].join("."), UNKNOWN_FIELD])
      : [[issue.path.join(".") || "input", issue.message]],
  );
  throw new Failure("invalid", { fields: problemsOf(found) });
}

/** How many problems one answer names, and how much of a name it repeats. */
export const MOST_PROBLEMS = 20;
export const LONGEST_NAME = 80;

/** Problems by field, the first of each; a long list is cut, and says so. */
export function problemsOf(found: readonly (readonly [string, string])[]): Record<string, string> {
  const fields = new Map<string, string>();
  for (const [name, says] of found) {
    const short =
      name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME).toWellFormed()}…` : name;
    if (fields.has(short)) continue;
    if (fields.size === MOST_PROBLEMS) {
      fields.set("…", "There are more problems. Correct these first.");
      break;
    }
    fields.set(short, says);
  }
  return Object.fromEntries(fields);
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
