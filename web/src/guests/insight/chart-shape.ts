import type { AnswersAt } from "@turnout/contract/insight";

/** The chart's own units: it is as wide as the page has room for. */
export const [WIDTH, HEIGHT] = [600, 200];

export const series = ["going", "maybe", "waiting", "declined"] as const;
export type Series = (typeof series)[number];

/** The path of a series: a number holds until the next one, since answers come one by one and not gradually. */
export function pathOf(answers: AnswersAt[], name: Series, top: number): string {
  const [first, last] = [answers[0], answers.at(-1)];
  if (!first || !last) return "";
  const begin = Date.parse(first.at);
  const length = Math.max(1, Date.parse(last.at) - begin);
  const [moveTo, ...lines] = answers.map((one) => {
    const x = round(((Date.parse(one.at) - begin) / length) * WIDTH);
    return { x, y: round(HEIGHT - (one[name] / top) * HEIGHT) };
  });
  const steps = lines.map(({ x, y }) => `H${x}V${y}`).join("");
  return `M${moveTo!.x} ${moveTo!.y}${steps}H${WIDTH}`;
}

const round = (value: number) => Math.round(value * 10) / 10;
