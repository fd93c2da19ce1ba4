import { Failed } from "../failed.ts";

export const about = "Asks every panel's query of a real Prometheus that watches a real server under load: each has to return data";

export async function run(): Promise<void> {
  // Not at the top: the list of commands loads no servers.
  const { askPanels } = await import("../monitoring/ask-panels.ts");
  const { asked, control } = await askPanels((line) => console.log(line));
  for (const { dashboard, title, series } of asked) console.log(`${series > 0 ? "✓" : "✗"} ${dashboard}: ${title} (${series} series)`);
  if (control.series > 0) throw new Failed(`control: ${control.title} returned data`);
  const empty = asked.filter(({ series }) => series === 0);
  if (empty.length > 0)
    throw new Failed(`without data:\n${empty.map(({ dashboard, title, expr }) => `${dashboard}: ${title}: ${expr}`).join("\n")}`);
  console.log(`dashboards: all ${asked.length} queries return data; a metric that there is none of returns none`);
}
