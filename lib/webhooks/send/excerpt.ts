const EXCERPT = 1_024;

/**
 * The start of an answer as text that is safe to show: at most 1 kB, without control characters or anything that turns
 * the direction of writing. More of it would let people read, through us, what they cannot reach themselves.
 */
export function excerptOf(body: Buffer): string {
  return body
    .subarray(0, EXCERPT)
    .toString("utf8")
    .replace(/[^\P{C}\n\t]/gu, "�")
    .slice(0, EXCERPT);
}
