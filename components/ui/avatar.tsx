const tints = [
  "bg-accent-soft text-accent",
  "bg-calm-soft text-calm",
  "bg-warn-soft text-warn",
  "bg-good-soft text-good",
  "bg-sunken text-muted",
] as const;

/** The initials of a name on a quiet tile; the colour stays with the name. */
export function Avatar({ name, large }: { name: string; large?: boolean }) {
  return (
    <span
      aria-hidden="true"
      className={`grid shrink-0 place-items-center rounded-md font-semibold select-none ${tintOf(name)} ${
        large ? "size-11 text-lg" : "size-8 text-xs"
      }`}
    >
      {initialsOf(name)}
    </span>
  );
}

function initialsOf(name: string) {
  const words = name.trim().split(/\s+/u);
  const firsts = words.length > 1 ? [words[0], words.at(-1)] : words;
  return firsts
    .map((word) => (word ? String.fromCodePoint(word.codePointAt(0)!) : ""))
    .join("")
    .toLocaleUpperCase();
}

function tintOf(name: string) {
  let sum = 0;
  for (const letter of name) sum = (sum * 31 + letter.codePointAt(0)!) % 9973;
  return tints[sum % tints.length];
}
