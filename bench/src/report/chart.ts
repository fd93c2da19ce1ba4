import { figureOf, medianOf, ratioTo, spreadOf, type Measured, type Table } from "../result.ts";
import { STYLE } from "./chart-style.ts";
import { goalsOf, type Goal } from "./goals.ts";
import type { Kept } from "./keep.ts";
import { shown, shownRatio } from "./table.ts";

const BAR = { height: 22, gap: 10, labels: 200, width: 400, figures: 290 };

/** One page with every result as bars: opens from a file, needs nothing else, light and dark. */
export function chartOf(kept: Kept[]): string {
  const sections = kept.map(sectionOf).join("");
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>How fast Turnout is</title><style>${STYLE}</style></head><body><header><h1>How fast Turnout is</h1>
<p>Each bar was measured beside the others in the same rounds on one machine. Ours is the whole product; the rest do only what is measured. The thin line shows how far the rounds spread.</p>
<nav>${kept.map(({ scenario, title }) => `<a href="#${scenario}">${text(title)}</a>`).join("")}</nav></header>
<main>${goalSection(goalsOf(kept))}${sections}</main></body></html>\n`;
}

function goalSection(goals: Goal[]): string {
  const met = goals.filter(({ verdict }) => verdict === "met").length;
  const measured = goals.filter(({ verdict }) => verdict === "met" || verdict === "not met").length;
  const rows = goals.map(
    ({ id, text: what, measured: value, verdict }) =>
      `<tr class="${verdict.replace(" ", "-")}"><td>${id}</td><td>${text(what)}</td><td>${text(value)}</td><td>${verdict}</td></tr>`,
  );
  return `<section><h2>Goals</h2><p>${met} of ${measured} measured goals met.</p><details><summary>All goals</summary><table>${rows.join("")}</table></details></section>`;
}

function sectionOf({ scenario, command = `npm run bench ${scenario}`, title, about, tables, at, commit, machine }: Kept): string {
  const figures = tables.map(
    (table) =>
      `<figure><figcaption>${text(table.setting)} <span>${text(table.headline)}, ${table.better === "more" ? "longer is better" : "shorter is better"}</span></figcaption>${barsOf(table)}</figure>`,
  );
  return `<section id="${scenario}"><h2>${text(title)}</h2><p>${text(about)}</p>${figures.join("")}<p class="where">${text(command)} · ${at.slice(0, 10)} · ${text(commit)} · ${text(machine)}</p></section>`;
}

function barsOf(table: Table): string {
  const rows = table.rows.filter((row) => Number.isFinite(medianOf(row.figures[table.headline])));
  const most = Math.max(...rows.map((row) => spreadOf(row.figures[table.headline] ?? []).most)) || 1;
  const height = rows.length * (BAR.height + BAR.gap);
  const width = BAR.labels + BAR.width + BAR.figures;
  const bars = rows.map((row, index) => barOf(table, row, { most, y: index * (BAR.height + BAR.gap) }));
  return `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${text(rows.map((row) => `${row.variant}: ${shown(figureOf(table, row.variant, table.headline))}`).join("; "))}">${bars.join("")}</svg>`;
}

function barOf(table: Table, row: Measured, { most, y }: { most: number; y: number }): string {
  const { median, least, most: highest } = spreadOf(row.figures[table.headline] ?? []);
  const x = (value: number) => BAR.labels + (value / most) * BAR.width;
  const middle = y + BAR.height / 2;
  const ratio = ratioTo(table, row);
  const cpu = medianOf(row.figures["CPU µs"]);
  const beside = [
    shown(median),
    ratio ? `ours ${shownRatio(ratio.median)}×` : "",
    Number.isFinite(cpu) && table.headline !== "CPU µs" ? `${shown(cpu)} µs CPU` : "",
  ];
  return `<g class="${row.part}"><text class="name" x="${BAR.labels - 12}" y="${middle}">${text(row.variant)}</text>
<rect x="${BAR.labels}" y="${y}" width="${Math.max(2, x(median) - BAR.labels).toFixed(1)}" height="${BAR.height}" rx="4"/>
<path d="M${x(least).toFixed(1)} ${middle}H${x(highest).toFixed(1)}"/>
<text x="${(x(Math.max(median, highest)) + 10).toFixed(1)}" y="${middle}">${text(beside.filter(Boolean).join("  ·  "))}</text></g>`;
}

const text = (words: string) => words.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
