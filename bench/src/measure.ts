/** The middle of some figures, and how far they spread. */
export interface Spread {
  median: number;
  least: number;
  most: number;
}

export function spreadOf(figures: number[]): Spread {
  const sorted = figures.toSorted((a, b) => a - b);
  return { median: sorted[Math.floor(sorted.length / 2)]!, least: sorted[0]!, most: sorted.at(-1)! };
}

/** One way of doing a thing, measured beside the others in the same rounds. */
export interface Variant {
  name: string;
  /** Units done per second in one round. */
  round(): Promise<number>;
}

/** Runs all variants in turn, round after round, so that a busy machine is as unkind to each. */
export async function interleave(rounds: number, variants: Variant[]): Promise<Map<string, Spread>> {
  const figures = new Map<string, number[]>(variants.map(({ name }) => [name, []]));
  for (let round = 1; round <= rounds; round++) {
    for (const { name, round: run } of variants) {
      figures.get(name)!.push(await run());
      process.stderr.write(`  round ${round}/${rounds} · ${name}\n`);
    }
  }
  return new Map([...figures].map(([name, all]) => [name, spreadOf(all)]));
}

/** A table with each variant's figure, and its ratio to the last one. */
export function report(title: string, unit: string, results: Map<string, Spread>): void {
  const all = [...results];
  const base = all.at(-1)![1].median;
  process.stdout.write(`\n${title}\n`);
  for (const [name, { median, least, most }] of all) {
    const figure = Math.round(median).toLocaleString("en").padStart(10);
    const spread = `${Math.round(least).toLocaleString("en")}–${Math.round(most).toLocaleString("en")}`;
    process.stdout.write(`  ${name.padEnd(44)} ${figure} ${unit}  ×${(median / base).toFixed(2).padStart(6)}  (${spread})\n`);
  }
}
