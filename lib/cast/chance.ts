/** Chance that falls the same way every time, from a seed: demonstrations that can be told again. */
export function chance(seed: number) {
  let state = seed;
  /** mulberry32: from 0 up to, but not including, 1 */
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    happens: (probability: number) => next() < probability,
    between: (least: number, most: number) => least + next() * (most - least),
    of: <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)]!,
  };
}

export type Chance = ReturnType<typeof chance>;
