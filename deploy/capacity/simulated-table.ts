import type { Compared } from "./scenarios.ts";
import type { Simulated } from "./simulate.ts";

/** As it is printed, and stands in the documents. */
export function linesOf({ arrivals, without, with: told }: Compared): string[] {
  const row = (name: string, { mostPods, podHours, secondsOutside, peopleOutside }: Simulated) =>
    `| ${name} | ${mostPods} | ${podHours} | ${secondsOutside} s | ${peopleOutside.toLocaleString("en")} |`;
  return [
    "",
    `${arrivals.name}: ${arrivals.about}`,
    "",
    "| | most pods | pod hours in three | promises broken for | people who came then |",
    "| --- | ---: | ---: | ---: | ---: |",
    row("without the expected connections", without),
    row("with them", told),
  ];
}
