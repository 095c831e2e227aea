import { z } from "zod";

import { displayNames } from "@/lib/intl";

/** The spelling of a language, with its script and region, that everybody keeps; null for what nobody speaks or knows. */
export function localeNamed(tag: string): string | null {
  try {
    const { baseName, language, script, region } = new Intl.Locale(tag);
    const known =
      Intl.DateTimeFormat.supportedLocalesOf(baseName).length > 0 &&
      has("language", language) &&
      (!script || (script !== "Zzzz" && has("script", script))) &&
      (!region || (region !== "ZZ" && has("region", region)));
    return known && baseName.length <= 35 ? baseName : null;
  } catch {
    return null;
  }
}

const has = (type: "language" | "script" | "region", code: string) =>
  displayNames("en", { type, fallback: "none" }).of(code) !== undefined;

/** A language as the reader knows it: “Polish (Poland)” for `pl-PL`. */
export const localeInWords = (tag: string): string =>
  displayNames("en", { type: "language", languageDisplay: "standard" }).of(tag) ?? tag;

/** A language in which dates and numbers can be written. */
export const Locale = z.string().transform((tag, context) => {
  const known = localeNamed(tag.trim());
  if (known === null) context.addIssue("Choose a language from the list.");
  return known ?? z.NEVER;
});
