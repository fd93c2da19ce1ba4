import { medianOf, ratioTo, spreadOf, type Result, type Table } from "../result.ts";

const WIDTH = 34;

/** A result as a table for the terminal: how ours compares first, then the figures. */
export function printResult({ title, about, tables, broken }: Result): void {
  process.stdout.write(`\n${title}\n${about}\n`);
  for (const table of tables) process.stdout.write(`\n${tableText(table)}\n`);
  for (const what of broken) process.stdout.write(`\n  BROKEN  ${what}\n`);
}

function tableText(table: Table): string {
  const figures = [...new Set(table.rows.flatMap((row) => Object.keys(row.figures)))];
  const head = ["Turnout is".padStart(12), ...figures.map((figure) => figure.padStart(columnWidth(figure)))];
  const lines = table.rows.map((row) => {
    const ratio = ratioTo(table, row);
    const cells = figures.map((figure) => shown(medianOf(row.figures[figure])).padStart(columnWidth(figure)));
    return [
      row.variant.padEnd(WIDTH),
      (ratio ? `${shownRatio(ratio.median)}×` : "").padStart(12),
      ...cells,
      `  ${spread(row.figures[table.headline])}`,
    ].join(" ");
  });
  return [
    `  ${table.setting}`.padEnd(WIDTH + 2) + ` ${head.join(" ")}   spread of ${table.headline}`,
    ...lines.map((line) => `  ${line}`),
  ].join("\n");
}

const columnWidth = (figure: string) => Math.max(10, figure.length);

function spread(figures: number[] | undefined): string {
  if (!figures) return "";
  const { least, most } = spreadOf(figures);
  return `${shown(least)} – ${shown(most)}`;
}

/** As many digits as tell something. */
export function shown(value: number): string {
  if (!Number.isFinite(value)) return "–";
  if (value === 0) return "0";
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString("en");
  return Math.abs(value) >= 10 ? value.toFixed(1) : value.toFixed(2);
}

export const shownRatio = (value: number) => (Number.isFinite(value) ? (value >= 10 ? value.toFixed(0) : value.toFixed(2)) : "–");
