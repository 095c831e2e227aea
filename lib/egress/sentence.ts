import { type Field, fields } from "./fields";
import { processorCalled } from "./processors";

/** A line of the ledger as its table has it; `fields` are names with spaces between. */
type Line = { processor: string; purpose: string; fields: string };

/**
 * A disclosure in words: "e-mail address and the text of the letter, to the mail service, to deliver a letter". Names that are
 * not in use any more stand for themselves, so that old lines stay readable.
 */
export function sentenceOf({ processor, purpose, fields: names }: Line): string {
  const whom = processorCalled(processor);
  const what = names
    .split(" ")
    .map((name) => (Object.hasOwn(fields, name) ? fields[name as Field].says : name));
  const list = [what.slice(0, -1).join(", "), what.at(-1)].filter(Boolean).join(" and ");
  const why = whom?.purposes[purpose]?.says ?? `for ${purpose.replaceAll("_", " ")}`;
  return `${list}, to ${whom?.says ?? processor}, ${why}`;
}
