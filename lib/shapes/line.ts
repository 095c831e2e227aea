import { z } from "zod";

/** Scripts in which a joiner between two letters changes how they are written. */
const joining = [
  ...["Arabic", "Syriac", "Mongolian", "Nko", "Devanagari", "Bengali", "Gurmukhi", "Gujarati"],
  ...["Oriya", "Tamil", "Telugu", "Kannada", "Malayalam", "Sinhala", "Khmer", "Myanmar", "Tibetan"],
]
  .map((script) => `\\p{Script=${script}}`)
  .join("");

const picture = "\\p{Extended_Pictographic}(?:\\ufe0f|\\p{Emoji_Modifier})?";

/** Where a character without a width of its own belongs to what is seen: emoji, scripts that join, variants of a letter. */
const needed = [
  "\\u{1f3f4}[\\u{e0030}-\\u{e0039}\\u{e0061}-\\u{e007a}]+\\u{e007f}",
  `${picture}(?:\\u200d${picture})*\\ufe0e?`,
  "[0-9#*]\\ufe0f\\u20e3",
  `(?<=[${joining}])[\\u200c\\u200d](?=[${joining}])`,
  "(?<=\\p{Script=Mongolian})[\\u180b-\\u180d\\u180f]",
  "(?<=\\p{Script=Han})[\\ufe00-\\ufe02\\u{e0100}-\\u{e01ef}]",
].join("|");

const ignorable = new RegExp(
  `(${needed})|(?!\\p{Bidi_Control})\\p{Default_Ignorable_Code_Point}`,
  "gu",
);

/**
 * The one form in which a text of one line is kept: composed (NFC), with plain single spaces, and without characters
 * nobody sees, except where a script or an emoji needs them.
 */
export const tidy = (text: string): string =>
  text
    .normalize("NFC")
    .replaceAll(ignorable, (_, kept: string | undefined) => kept ?? "")
    .normalize("NFC")
    .trim()
    .replaceAll(/\p{Zs}+/gu, " ");

const visible = /(?![\u2800\ufffc])[\p{L}\p{N}\p{P}\p{S}]/u;
const misplaced = /^\p{M}|\p{M}{9}/u;

/** Why a tidy text cannot be kept as it is, or null. */
const wrongWith = (text: string): string | null =>
  /\p{Bidi_Control}/u.test(text)
    ? "Remove the invisible characters that change the direction of writing."
    : !text.isWellFormed() || /[\p{Cc}\p{Cn}\p{Co}\p{Zl}\p{Zp}\ufff9-\ufffc]/u.test(text)
      ? "Remove the line breaks, control characters and characters without a meaning."
      : misplaced.test(text)
        ? "Remove the accents that stand alone or are piled up."
        : null;

/**
 * Text of one line as people type it, in the form it is kept in. Refused: nothing visible, characters that turn the
 * direction of the text around it, and characters that no screen shows.
 *
 * @param max counted in code points
 * @param empty says what to give instead of nothing
 */
export const line = (max: number, empty: string) =>
  z
    .string()
    .transform(tidy)
    .superRefine((text, context) => {
      const says =
        wrongWith(text) ??
        (!visible.test(text)
          ? empty
          : [...text].length > max
            ? `Use at most ${max} characters.`
            : null);
      if (says) context.addIssue(says);
    });

/** A text that was kept before a rule, as the rule would have it; null where nobody could have typed it. */
export const mended = (text: string): string | null => {
  const left = tidy(
    tidy(
      text
        .toWellFormed()
        .replaceAll(/\p{Bidi_Control}/gu, "")
        .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ")
        .replaceAll(/[\p{Cn}\p{Co}\ufff9-\ufffc]/gu, "")
        .replaceAll(/(?<=\p{M}{8})\p{M}+/gu, ""),
    ).replace(/^[\p{M}\p{Zs}]+/u, ""),
  );
  return visible.test(left) && wrongWith(left) === null ? left : null;
};
