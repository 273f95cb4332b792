/** Where the figures of days lie on a plot of 100 by 100, its zero below at the left. Pure. */

/** Round numbers from 0 to at least `most`, at most six of them. */
export function ticksOf(most: number): number[] {
  const steps = [1, 2, 5].flatMap((n) => [0, 1, 2, 3, 4, 5].map((zeros) => n * 10 ** zeros)).sort((a, b) => a - b);
  const step = steps.find((one) => one * 5 >= most) ?? most / 5;
  const count = Math.max(1, Math.ceil(most / step));
  return Array.from({ length: count + 1 }, (_, n) => n * step);
}

/** The middle of day `n` of `count`, from the left. */
export const middleOf = (n: number, count: number): number => ((n + 0.5) / count) * 100;

/** The points of a line through one figure for each day. */
export const lineOf = (figures: number[], top: number): string =>
  figures.map((figure, n) => `${middleOf(n, figures.length)},${100 - (figure / top) * 100}`).join(" ");
