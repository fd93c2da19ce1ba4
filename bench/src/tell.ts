import { chartOf } from "./report/chart.ts";
import { documentOf } from "./report/document.ts";
import { readKept, write } from "./report/keep.ts";
import { scenarios } from "./scenarios/all.ts";

/** Writes the document and the chart page anew from what was kept. Returns where the charts are. */
export function tell(isKept: boolean): string {
  const kept = readKept(Object.keys(scenarios), isKept);
  write("docs/performance.md", documentOf(kept), isKept);
  return write("bench/results/index.html", chartOf(kept), isKept);
}
