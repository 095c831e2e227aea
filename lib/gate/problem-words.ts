import type { z } from "zod";

/** What is wrong with a field, in words, where its schema has no sentence of its own. */
export function problemWords(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return issue.input === undefined
        ? "This field is required."
        : `Send ${kinds[issue.expected] ?? "another kind of value"}.`;
    case "too_big":
      return limit("at most", "before", issue.origin, issue.maximum, issue.inclusive);
    case "too_small":
      return limit("at least", "after", issue.origin, issue.minimum, issue.inclusive);
    case "invalid_value":
      return issue.values.length === 1
        ? `Send ${String(issue.values[0])}.`
        : `Send one of: ${issue.values.map(String).join(", ")}.`;
    case "invalid_format":
      return formats[issue.format] ?? "This value does not have the right form.";
    case "not_multiple_of":
      return `Send a multiple of ${issue.divisor}.`;
    case "unrecognized_keys":
      return UNKNOWN_FIELD;
    case "custom":
    case "invalid_element":
    case "invalid_key":
    case "invalid_union":
      return "This value cannot be used here. Look it up in the reference.";
  }
}

export const UNKNOWN_FIELD = "This field is not known here.";

const kinds: Record<string, string> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  record: "an object",
  null: "null",
  date: "a date",
};

const formats: Record<string, string> = {
  uuid: "Send an id, for example 0198c0de-0000-7000-8000-000000000001.",
  email: "Send an email address, for example mia@example.com.",
  url: "Send a URL, for example https://example.com.",
  datetime: "Send a moment, for example 2026-03-01T09:30:00Z.",
  date: "Send a day, for example 2026-03-01.",
};

/** A limit with its number and its unit. */
function limit(
  bound: "at most" | "at least",
  side: "before" | "after",
  origin: string,
  number: number | bigint,
  inclusive = true,
): string {
  if (origin === "date") return `Send a date ${side} ${new Date(Number(number)).toISOString()}.`;
  const exact = inclusive ? bound : bound === "at most" ? "less than" : "more than";
  const unit = units[origin];
  if (!unit) return `Send a number that is ${exact} ${number}.`;
  return `Send ${exact} ${number} ${Number(number) === 1 ? unit.one : unit.many}.`;
}

const units: Record<string, { one: string; many: string }> = {
  string: { one: "character", many: "characters" },
  array: { one: "entry", many: "entries" },
  set: { one: "entry", many: "entries" },
  object: { one: "field", many: "fields" },
};
