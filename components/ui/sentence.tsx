import { rightToLeft } from "@/lib/shapes/direction";

/**
 * An English sentence in which names of any script stand: each name is isolated, so that it does not turn the words
 * around it. What is written from right to left is one, also when it is not listed in `names`.
 */
export function Sentence({ says, names = [] }: { says: string; names?: readonly unknown[] }) {
  const known = names
    .filter((name): name is string => typeof name === "string" && name.trim() !== "")
    .toSorted((a, b) => b.length - a.length)
    .map((name) => `(?<![\\p{L}\\p{N}])${escaped(name)}(?![\\p{L}\\p{N}])`);
  const parts = says.split(new RegExp(`(${[...known, rightToLeft].join("|")})`, "u"));
  return parts.map((part, at) => (at % 2 ? <bdi key={at}>{part}</bdi> : part));
}

const escaped = (text: string) => text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
