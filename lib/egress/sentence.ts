import { type Field, fields } from "./fields";
import { processorCalled } from "./processors";

/** A line of the ledger as its table has it; `fields` are names with spaces between. */
type Line = { processor: string; purpose: string; fields: string };

/** What was told, to whom and why, in words; names that are not in use any more stand for themselves. */
export function partsOf({ processor, purpose, fields: names }: Line): {
  what: string[];
  whom: string;
  why: string;
} {
  const whom = processorCalled(processor);
  return {
    what: names
      .split(" ")
      .map((name) => (Object.hasOwn(fields, name) ? fields[name as Field].says : name)),
    whom: whom?.says ?? processor,
    why: whom?.purposes[purpose]?.says ?? `for ${purpose.replaceAll("_", " ")}`,
  };
}

/** A disclosure in words: "e-mail address and the text of the letter, to the mail service, to deliver a letter". */
export function sentenceOf(line: Line): string {
  const { what, whom, why } = partsOf(line);
  const list = [what.slice(0, -1).join(", "), what.at(-1)].filter(Boolean).join(" and ");
  return `${list}, to ${whom}, ${why}`;
}
