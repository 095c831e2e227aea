export type Search = Record<string, string | string[] | undefined>;

/** The query of a page with empty words left out; of a repeated word the first counts. */
export function searchOf(search: Search): URLSearchParams {
  const kept = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    const first = Array.isArray(value) ? value[0] : value;
    if (first) kept.set(name, first);
  }
  return kept;
}
