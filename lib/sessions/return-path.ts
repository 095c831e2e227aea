const LONGEST = 2_000;

/**
 * The page of our own that an address to return to means; the first page where it means anything else. Every address that comes from
 * outside and that people are led to goes through here. It is read as browsers read it, and what counts is where that ends.
 *
 * @param origin our own, as people type it
 */
export function returnPath(given: string | undefined, origin: string): string {
  if (!given || given.length > LONGEST || !isPlain(given) || !URL.canParse(given, origin))
    return "/";
  const { origin: where, pathname, search, hash } = new URL(given, origin);
  const path = pathname + search + hash;
  return where === origin && !pathname.startsWith("//") && isPlain(path) ? path : "/";
}

/** Browsers drop tabs and line breaks and take a backslash for a slash: nobody who means well sends any. */
const isPlain = (text: string): boolean => text.isWellFormed() && !/[\p{Cc}\\]/u.test(text);
