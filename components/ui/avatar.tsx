import { initialsOf } from "./initials";

const tints = [
  "bg-accent-soft text-accent",
  "bg-calm-soft text-calm",
  "bg-warn-soft text-warn",
  "bg-good-soft text-good",
  "bg-sunken text-muted",
] as const;

/** The initials of a name on a quiet tile; the colour stays with the person, whatever they are called. */
export function Avatar({ id, name, large }: { id: string; name: string; large?: boolean }) {
  return (
    <span
      aria-hidden="true"
      className={`grid shrink-0 place-items-center rounded-md font-semibold select-none ${tintOf(id)} ${
        large ? "size-11 text-lg" : "size-8 text-xs"
      }`}
    >
      {initialsOf(name)}
    </span>
  );
}

function tintOf(id: string) {
  let sum = 0;
  for (const sign of id) sum = (sum * 31 + sign.codePointAt(0)!) % 9973;
  return tints[sum % tints.length];
}
