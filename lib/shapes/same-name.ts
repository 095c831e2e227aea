import { mended } from "./line";

/**
 * Whether somebody typed a name that they were shown: compared as people see it. Quotes, dashes and blanks of every kind
 * are the ones on the keyboard, what nobody sees does not count; capitals do.
 */
export const sameName = (typed: string, shown: string): boolean => seen(typed) === seen(shown);

const seen = (text: string): string =>
  (mended(text) ?? "")
    .replaceAll(/[\u2018-\u201b\u2032\u2035\u02b9-\u02bd\u00b4\u0060\uff07]/gu, "'")
    .replaceAll(/[\u201c-\u201f\u2033\u2036\u00ab\u00bb\uff02]/gu, '"')
    .replaceAll(/[\p{Pd}\u2212]/gu, "-")
    .normalize("NFKC")
    .replaceAll(/\p{Default_Ignorable_Code_Point}/gu, "")
    .replaceAll(/\s+/gu, " ")
    .trim();
