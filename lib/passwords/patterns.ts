export type Pattern = "run" | "walk" | "repetition";

/**
 * The pattern that covers the whole text, if one does: one character only, walks along keyboards and alphabets
 * (three steps and more each), or one part said over and over.
 * @param text folded with `fold`
 */
export function patternOf(text: string): Pattern | null {
  const points = [...text];
  if (isRun(points)) return "run";
  if (isWalked(points) || isWalked(withoutSeparators(points))) return "walk";
  if (isRepeated(points)) return "repetition";
  return null;
}

/** Alphabets, then keyboards: English, German, French, its columns, Russian. */
const rows = [
  "abcdefghijklmnopqrstuvwxyz абвгдежзийклмнопрстуфхцчшщъыьэюя",
  "01234567890 !@#$%^&*()_+",
  "qwertyuiop[] asdfghjkl;' zxcvbnm,./",
  "qwertzuiopü yxcvbnm",
  "azertyuiop qsdfghjklm wxcvbn",
  "1qaz 2wsx 3edc 4rfv 5tgb 6yhn 7ujm 8ik, 9ol.",
  "йцукенгшщзхъ фывапролджэ ячсмитьбю",
].flatMap((keyboard) => keyboard.split(" "));
const tracks = rows.flatMap((row) => [row, [...row].reverse().join("")]).join("\n");
const shortestWalk = 3;

function isRun(points: string[]) {
  return points.every((point) => point === points[0]);
}

/** Can the text be cut, without a rest, into walks and runs? */
function isWalked(points: string[]) {
  const cuts = new Set([0]);
  for (const from of cuts) {
    for (let to = from + shortestWalk; to <= points.length; to++) {
      const part = points.slice(from, to);
      if (!isRun(part) && !tracks.includes(part.join(""))) break;
      cuts.add(to);
    }
  }
  return points.length > 0 && cuts.has(points.length);
}

/** "1234-5678-9012" is a walk too, unless the separators are most of it. */
function withoutSeparators(points: string[]) {
  const rest = points.filter((point) => !/[\s._-]/.test(point));
  return rest.length > points.length / 2 ? rest : [];
}

function isRepeated(points: string[]) {
  for (let period = 1; period <= points.length / 2; period++) {
    if (points.every((point, at) => at < period || point === points[at - period])) return true;
  }
  return false;
}
