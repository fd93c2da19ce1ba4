/** What a variant is beside ours: an earlier state of it, another way to build the same thing, or the least that can be done at all. */
export type Part = "ours" | "before" | "peer" | "limit";

/** All figures of one variant, each with one value a round. */
export interface Measured {
  variant: string;
  part: Part;
  figures: Record<string, number[]>;
}

export interface Table {
  setting: string;
  /** The figure that is compared, and which way is better. */
  headline: string;
  better: "more" | "less";
  rows: Measured[];
}

export interface Result {
  scenario: string;
  title: string;
  about: string;
  tables: Table[];
  /** Promises that did not hold: something lost, out of order, oversold. */
  broken: string[];
}

export interface Spread {
  median: number;
  least: number;
  most: number;
}

export function spreadOf(figures: number[]): Spread {
  const sorted = figures.filter(Number.isFinite).toSorted((a, b) => a - b);
  if (sorted.length === 0) return { median: NaN, least: NaN, most: NaN };
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
  return { median, least: sorted[0]!, most: sorted.at(-1)! };
}

export const medianOf = (figures: number[] | undefined) => spreadOf(figures ?? []).median;

/** How many times better ours is than this row: rounds are compared with each other, since they shared the machine's mood. */
export function ratioTo(table: Table, row: Measured, figure = table.headline): Spread | null {
  const ours = table.rows.find(({ part }) => part === "ours")?.figures[figure];
  const theirs = row.figures[figure];
  if (!ours || !theirs || row.part === "ours") return null;
  const ratios = theirs.map((value, round) => (table.better === "more" ? ours[round]! / value : value / ours[round]!));
  // What was not a number when it was kept is null when it is read.
  return spreadOf(ratios.filter((_, round) => Number.isFinite(theirs[round])));
}

/** A column of one variant, for goals and charts. */
export function figureOf(table: Table | undefined, variant: string, figure: string): number {
  return medianOf(table?.rows.find((row) => row.variant === variant)?.figures[figure]);
}
