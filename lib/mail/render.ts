import { isolated } from "@/lib/shapes/direction";
import { mended } from "@/lib/shapes/line";

/** What a letter says. There is no place for a password in it (P13). */
export type LetterText = {
  subject: string;
  /** sentences, one paragraph each */
  paragraphs: string[];
  /** the one thing to press, on our own origin */
  action?: { label: string; url: string };
  /** smaller print below the action */
  after?: string[];
};

/**
 * A name as it is shown in a letter: one line, cut, and readable as it was written. No mail program makes a link or an
 * encoded word of it, because an invisible word joiner stands around every character that either is made of.
 */
export const defang = (name: string, most = 80): string =>
  [...(mended(name) ?? "")]
    .slice(0, most)
    .map((character) => (linksOrEncodes(character) ? `${JOINER}${character}${JOINER}` : character))
    .join("");

const JOINER = "\u2060";

/** Whether links or encoded words are made of it, also where a program folds full-width and other variants first. */
const linksOrEncodes = (character: string): boolean =>
  /[.:/\\@?=&#%\u3002\u2215\u2044\u2236]/u.test(character.normalize("NFKC"));

/** The two bodies of a letter; both say the same. */
export function render({ action, ...letter }: LetterText): { text: string; html: string } {
  const paragraphs = letter.paragraphs.map(isolated);
  const after = (letter.after ?? []).map(isolated);
  const text = [
    ...paragraphs,
    ...(action ? [`${action.label}:\n${action.url}`] : []),
    ...after,
  ].join("\n\n");
  const html = [
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"></head>',
    '<body style="font:16px/1.5 system-ui,sans-serif;color:#1a1c1e;background:#fff;margin:0">',
    '<div style="max-width:34rem;margin:0 auto;padding:2rem 1.25rem">',
    ...paragraphs.map((paragraph) => `<p>${escape(paragraph)}</p>`),
    ...(action
      ? [
          `<p><a href="${escape(action.url)}" style="display:inline-block;padding:.6rem 1rem;border-radius:.4rem;background:#23405c;color:#fff;text-decoration:none">${escape(action.label)}</a></p>`,
        ]
      : []),
    ...after.map((paragraph) => `<p style="color:#55595d;font-size:14px">${escape(paragraph)}</p>`),
    "</div></body></html>",
  ].join("");
  return { text: `${text}\n`, html };
}

const escape = (text: string) =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
