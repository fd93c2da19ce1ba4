/** The highest number that a chart shows, rounded up so that half of it is whole. */
export function chartTop(numbers: readonly number[], least = 2): number {
  const highest = numbers.reduce((most, number) => Math.max(most, number), least);
  const step = 10 ** Math.max(0, Math.floor(Math.log10(highest)) - 1) * 2;
  return Math.ceil(highest / step) * step;
}
