/**
 * Durations as counts in eighty steps, four to a doubling: 64 µs to 67 s. A percentile read from them is at most 9.1 %
 * off, wherever it lies, and two histograms add up.
 */
const STEPS = 80;
const PER_DOUBLING = 4;
const FIRST = 64;

export const emptyHistogram = (): number[] => Array<number>(STEPS).fill(0);

/** The step of a duration in microseconds. */
export const stepOf = (duration: number): number =>
  Math.min(
    STEPS - 1,
    Math.max(0, Math.floor(Math.log2(Math.max(1, duration) / FIRST) * PER_DOUBLING)),
  );

/** Adds one histogram to another, in place. */
export function addTo(sum: number[], more: readonly number[]): void {
  for (let step = 0; step < STEPS; step++) sum[step]! += more[step] ?? 0;
}

/**
 * The duration, in microseconds, that a share of all stay below: the middle of its step.
 * @param share 0.5 for the median
 * @returns null of nothing
 */
export function percentile(histogram: readonly number[], share: number): number | null {
  const all = histogram.reduce((sum, count) => sum + count, 0);
  if (!all) return null;
  const rank = Math.max(1, Math.ceil(all * share));
  let seen = 0;
  const step = histogram.findIndex((count) => (seen += count) >= rank);
  return Math.round(FIRST * 2 ** ((step + 0.5) / PER_DOUBLING));
}
