"use client";

import { TextArea } from "@/components/ui/field";

/** The lines of the field that say something, with their numbers. */
const linesOf = (form: FormData) =>
  String(form.get("networks") ?? "")
    .split("\n")
    .map((text, index) => ({ text: text.trim(), line: index + 1 }))
    .filter(({ text }) => text);

export const networksFrom = (form: FormData) => linesOf(form).map(({ text }) => text);

/** What was refused, line by line as they stand in the field. */
export function networksError(
  errors: Record<string, string>,
  typed: FormData | null,
): string | undefined {
  if (errors.networks) return errors.networks;
  const lines = typed ? linesOf(typed) : [];
  const wrong = new Map<string, number[]>();
  for (const [field, says] of Object.entries(errors)) {
    const line = lines[Number(/^networks\.(\d+)$/.exec(field)?.[1] ?? -1)]?.line;
    if (line) wrong.set(says, [...(wrong.get(says) ?? []), line]);
  }
  if (wrong.size === 0) return undefined;
  return [...wrong]
    .map(([says, at]) => `${at.length > 1 ? "Lines" : "Line"} ${at.join(", ")}: ${says}`)
    .join(" ");
}

/** From where a key may be used. */
export function NetworksField({ value, error }: { value?: readonly string[]; error?: string }) {
  return (
    <TextArea
      label="Only from these addresses"
      name="networks"
      optional
      rows={3}
      defaultValue={value?.join("\n")}
      placeholder={"203.0.113.0/24\n2001:db8::/32"}
      className="input font-mono"
      spellCheck={false}
      help="One address or range a line. Empty means from everywhere. A key that someone copied is worth less where it works from your network alone."
      error={error}
    />
  );
}
