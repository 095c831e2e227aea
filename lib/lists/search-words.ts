import anyAscii from "any-ascii";

/** Marks and characters without a width of their own, which nobody types to find somebody. */
const unseen = /[\p{M}\p{Default_Ignorable_Code_Point}]+/gu;

/** Scripts in which different words share one spelling in Latin letters: looking there would find strangers. */
const manyToOne =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}]/u;

const plain = /^[\x20-\x7e]*$/;

/** Lower case, without accents and other marks, in the script it was written in. */
export const fold = (text: string): string =>
  plain.test(text)
    ? text.toLowerCase()
    : text.normalize("NFKD").replaceAll(unseen, "").toLowerCase();

/** In Latin letters: "Ørsted" is "orsted", "Иванов" is "ivanov". Letters come from Unicode's own tables (any-ascii). */
const inLatin = (folded: string): string => (plain.test(folded) ? folded : fold(anyAscii(folded)));

/**
 * A text as searches compare it: in its own script, and in Latin letters where that differs.
 *
 * @param texts fields that are searched together; a word is found in any one of them
 */
export function searchable(...texts: (string | null)[]): string {
  const own = fold(texts.filter((text) => text !== null).join("\n"));
  const latin = inLatin(own);
  return latin === own ? own : `${own}\n${latin}`;
}

/** What somebody looks for: every word, in any order, as it was typed or in Latin letters. */
export type Wanted = readonly { own: string; latin: string | null }[];

/** The words of a search as it was typed; commas and spaces of any kind part them. */
export function wordsIn(typed: string | undefined): Wanted {
  return fold(typed ?? "")
    .split(/[\s,;]+/u)
    .filter((word) => word !== "")
    .map((own) => {
      const latin = manyToOne.test(own) ? "" : inLatin(own);
      return { own, latin: latin === own || latin === "" ? null : latin };
    });
}

/** Whether a text that `searchable` made holds every wanted word. */
export const holds = (text: string, wanted: Wanted): boolean =>
  wanted.every(({ own, latin }) => text.includes(own) || (latin !== null && text.includes(latin)));
