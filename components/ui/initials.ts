import { segmenter } from "@/lib/intl";

const letters = segmenter("en", { granularity: "grapheme" });

/**
 * The first letter of the first and of the last word of a name, as people see letters: a flag or an accented letter is
 * one. Capitals are the same in every browser, whatever its language.
 */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/u);
  const ends = words.length > 1 ? [words[0]!, words.at(-1)!] : words;
  return ends
    .map((word) => [...letters.segment(word)][0]?.segment ?? "")
    .join("")
    .toUpperCase();
}
