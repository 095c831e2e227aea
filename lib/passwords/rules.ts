import { withoutContext } from "./context-words";
import { fold } from "./fold";
import { patternOf, type Pattern } from "./patterns";

export { contextWords } from "./context-words";

/** Lengths count code points of the NFC form. */
export const shortest = 15;
export const longest = 128;
const mostBytes = 1024;
const leastBesidesContext = 8;

export type Verdict = {
  ok: boolean;
  /** the one thing to know now, in plain words */
  says: string;
  /** what would help, if anything */
  help: string | null;
};

/**
 * Judges a new password while it is typed, and again on the server. Which kinds of characters it is made of never
 * matters; length and guessability do. Common and breached passwords are looked up on the server only.
 * @param context words from `contextWords`
 */
export function judge(password: string, context: readonly string[]): Verdict {
  const text = password.normalize("NFC");
  if (!text.isWellFormed())
    return refuse("This contains half a character.", "Delete it and type the password again.");
  if (/\p{Cc}/u.test(text)) {
    return refuse(
      "This contains an invisible control character.",
      "Type it by hand, or paste one line of plain text.",
    );
  }

  const length = [...text].length;
  if (length < shortest) return refuse(tooShort(length), fewWords);
  if (length > longest)
    return refuse(`Use at most ${longest} characters; this has ${length}.`, "Leave some out.");
  if (new TextEncoder().encode(text).length > mostBytes)
    return refuse("This is too long to keep.", "Leave some out.");

  const folded = fold(text);
  const pattern = patternOf(folded);
  if (pattern) return refuse(patterned[pattern], fewWords);

  const besides = withoutContext(text, context);
  if (besides && ([...besides.rest].length < leastBesidesContext || patternOf(besides.rest))) {
    return refuse(
      `Too much of this is easy to connect with you or this service, such as “${besides.word}”.`,
      "Use three or four words that have nothing to do with either.",
    );
  }
  return { ok: true, says: "Long enough, and without an obvious pattern.", help: null };
}

const fewWords =
  "Three or four words that do not belong together are easy to remember and hard to guess.";

function refuse(says: string, help: string): Verdict {
  return { ok: false, says, help };
}

function tooShort(length: number) {
  if (length === 0) return `Use at least ${shortest} characters.`;
  const missing = shortest - length;
  return `Use at least ${shortest} characters: ${missing} more.`;
}

const patterned = {
  run: "This is one character over and over.",
  walk: "This follows the keyboard or the alphabet.",
  repetition: "This says the same thing over and over.",
} satisfies Record<Pattern, string>;
